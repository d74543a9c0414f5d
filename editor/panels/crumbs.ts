import type { App } from "../app/app.ts";
import { pathOf } from "../app/edit.ts";
import { goTo, leave, pathNames } from "../app/enter.ts";
import { commandOf } from "../commands/commands.ts";
import { activeTab } from "../core/tabs.ts";
import { el, fill } from "../dom/el.ts";
import { icon } from "../dom/icon.ts";

/** Where one is in a workflow: its name and those of the subgraphs that were gone into. Nothing at the top. */
export function crumbs(app: App): HTMLElement {
  const nav = el("nav", { class: "crumbs", attributes: { "aria-label": app.words("subgraph.path") } });
  let shown = "";
  const draw = (): void => {
    const path = pathOf(app);
    const names = [activeTab(app.tabs.get())?.name ?? "", ...pathNames(app)];
    const key = JSON.stringify([path, names, app.settings.get().language]);
    if (key === shown) return;
    shown = key;
    nav.hidden = path.length === 0;
    if (path.length === 0) {
      fill(nav);
      return;
    }
    const steps = names.map((name, depth) => {
      const isHere = depth === path.length;
      return el(
        "li",
        {},
        el("button", {
          class: "crumb",
          text: name,
          attributes: { type: "button", "aria-current": isHere ? "location" : undefined },
          on: { click: () => goTo(app, path.slice(0, depth)) },
        }),
      );
    });
    const { label, keys = "" } = commandOf("leave");
    fill(
      nav,
      el(
        "button",
        {
          class: "icon-button",
          label: `${app.words(label)} (${keys})`,
          attributes: { type: "button", "data-command": "leave" },
          on: { click: () => leave(app) },
        },
        icon("left"),
      ),
      el("ol", {}, ...steps),
    );
  };
  app.tabs.subscribe(draw);
  app.settings.subscribe(draw);
  draw();
  return nav;
}
