import type { App, MenuItem } from "../app/app.ts";
import { documentOf, edit, pathOf } from "../app/edit.ts";
import { isInstance } from "../app/enter.ts";
import { runWorkflow } from "../app/run.ts";
import { typeOf } from "../app/type-of.ts";
import type { MenuTarget, Point } from "../canvas/host.ts";
import { commandOf, shortcutOf } from "../commands/commands.ts";
import { groupsOf, nodeOf } from "../core/document.ts";
import { changeGroup } from "../core/edits/groups.ts";
import { dropLinks } from "../core/edits/links.ts";
import { patchNode } from "../core/edits/nodes.ts";
import { addReroute, removeReroutes } from "../core/edits/reroutes.ts";
import { sideOf } from "../core/subgraph/border.ts";
import { portMenu } from "./port-menu.ts";

const COLOURS = ["#8e9bff", "#5ec4ff", "#6fd69a", "#ffd166", "#ff9f6b", "#ff7080", "#f78ac0"] as const;

/** The menu of what was pressed. */
export function graphMenu(app: App, target: MenuTarget, point: Point): void {
  const item = (id: string): MenuItem => {
    const command = commandOf(id);
    const { label, isOff, run } = command;
    const keys = shortcutOf(app, command);
    return {
      label: app.words(label),
      ...(keys !== undefined && { keys }),
      isOff: isOff?.(app) === true,
      run: () => run(app),
    };
  };
  switch (target.kind) {
    case "node": {
      const node = nodeOf(documentOf(app) ?? {}, target.id);
      const side = node === undefined ? null : sideOf(node);
      if (side !== null) {
        portMenu(app, side, point);
        return;
      }
      const promote = item("promote");
      const isMissing = node !== undefined && typeOf(app, node) === undefined;
      app.overlays.menu(
        app.words("canvas"),
        [
          ...(isMissing
            ? [{ label: app.words("install.offer"), run: () => app.overlays.install([node.type]) }, null]
            : []),
          { label: app.words("run.to"), run: () => void runWorkflow(app, [target.id]) },
          null,
          item("rename"),
          item("duplicate"),
          item("copy"),
          item("mute"),
          item("bypass"),
          item("collapse"),
          item("group"),
          item("subgraph"),
          ...(isInstance(app, target.id) ? [item("enter"), item("unpack")] : []),
          ...(promote.isOff ? [] : [promote]),
          { label: app.words("colour"), run: () => colourMenu(app, target.id, point) },
          item("align-left"),
          item("align-top"),
          item("distribute-across"),
          item("distribute-down"),
          null,
          item("delete"),
        ],
        point,
      );
      return;
    }
    case "link":
      app.overlays.menu(
        app.words("canvas"),
        [
          {
            label: app.words("disconnect"),
            run: () => edit(app, "link", (document) => dropLinks(document, new Set([target.id]))),
          },
          {
            label: app.words("reroute.add"),
            run: () => edit(app, "reroute", (document) => addReroute(document, target.piece, target.at)),
          },
        ],
        point,
      );
      return;
    case "reroute":
      app.overlays.menu(
        app.words("canvas"),
        [
          {
            label: app.words("reroute.remove"),
            run: () => edit(app, "reroute", (document) => removeReroutes(document, new Set([target.id]))),
          },
        ],
        point,
      );
      return;
    case "group":
      app.overlays.menu(
        app.words("group.title"),
        [
          {
            label: app.words("rename"),
            run: () => {
              const title = groupsOf(documentOf(app) ?? {})[target.index]?.title ?? "";
              app.overlays.ask(app.words("rename.title"), title, (name) =>
                edit(app, "group", (document) =>
                  changeGroup(document, target.index, (group) => ({ ...group, title: name })),
                ),
              );
            },
          },
          ...COLOURS.map((color) => ({
            label: color,
            run: () =>
              edit(app, "group", (document) => changeGroup(document, target.index, (group) => ({ ...group, color }))),
          })),
          null,
          {
            label: app.words("delete"),
            run: () => edit(app, "delete", (document) => changeGroup(document, target.index, () => null)),
          },
        ],
        point,
      );
      return;
    case "canvas":
      app.overlays.menu(
        app.words("canvas"),
        [
          {
            label: app.words("add.node"),
            keys: "/",
            run: () => app.overlays.search({ at: target.at, point, wish: null, held: null }),
          },
          item("paste"),
          item("note"),
          null,
          item("select-all"),
          item("layout"),
          item("fit"),
          ...(pathOf(app).length > 0 ? [item("leave")] : []),
          null,
          item("run"),
        ],
        point,
      );
  }
}

function colourMenu(app: App, id: string, point: Point): void {
  const paint = (color: string | undefined) =>
    edit(app, "colour", (document) => patchNode(document, id, { color, bgcolor: undefined }));
  app.overlays.menu(
    app.words("colour"),
    [
      ...COLOURS.map((color) => ({ label: color, run: () => paint(color) })),
      null,
      { label: app.words("value.automatic"), run: () => paint(undefined) },
    ],
    point,
  );
}
