import type { App, MenuItem } from "../app/app.ts";
import { documentOf, edit, editAt, fileOf, pathOf } from "../app/edit.ts";
import { typeOf } from "../app/type-of.ts";
import type { Point } from "../canvas/host.ts";
import { definitionOf } from "../core/definitions.ts";
import { nodeOf } from "../core/document.ts";
import { isPromoted, togglePromoted } from "../core/subgraph/promote.ts";
import { widgetsShown } from "../core/subgraph/shown.ts";
import { widgetsOf } from "../core/values.ts";

/**
 * Which widgets are shown outside: inside of a subgraph those of a node, each to be shown on the instance that one came
 * through or not; on an instance those that it shows, to be taken off.
 */
export function promoteMenu(app: App, id: string, point: Point = placeOf(app, id)): void {
  const items = [...takenOff(app, id), ...shownOutside(app, id)];
  if (items.length > 0) app.overlays.menu(app.words("subgraph.promote"), items, point);
}

function shownOutside(app: App, id: string): readonly MenuItem[] {
  const [path, file] = [pathOf(app), fileOf(app)];
  const [instance, node] = [path.at(-1), nodeOf(documentOf(app) ?? {}, id)];
  const type = typeOf(app, node);
  if (instance === undefined || node === undefined || type === undefined || file === null) return [];
  const outside = path.slice(0, -1);
  const graph = app.graphAt(file, outside);
  return widgetsOf(type).map(({ name, label = name }) => ({
    label: app.words(isPromoted(graph, instance, id, name) ? "subgraph.hide" : "subgraph.show", { input: label }),
    run: () => editAt(app, outside, "promote", (document) => togglePromoted(document, instance, id, name)),
  }));
}

function takenOff(app: App, id: string): readonly MenuItem[] {
  const document = documentOf(app) ?? {};
  const instance = nodeOf(document, id);
  const definition = definitionOf(document, instance?.type);
  if (instance === undefined || definition === undefined) return [];
  return widgetsShown(instance, definition).flatMap((shown): MenuItem[] => {
    if (shown.kind === "input") return [];
    const { node, name } = shown;
    return [
      {
        label: app.words("subgraph.take", { input: name }),
        run: () => edit(app, "promote", (now) => togglePromoted(now, id, node, name)),
      },
    ];
  });
}

function placeOf(app: App, id: string): Point {
  const area = app.view().areaOf(id);
  return area === null ? { x: innerWidth / 2, y: innerHeight / 3 } : { x: area.x + 20, y: area.y + 30 };
}
