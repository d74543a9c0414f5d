import { type App, PANELS, type PanelName } from "../app/app.ts";
import { commandOf, shortcutOf } from "../commands/commands.ts";
import { el, fill } from "../dom/el.ts";
import { type IconName, icon } from "../dom/icon.ts";
import type { WordKey } from "../words/words.ts";
import { galleryPanel } from "./gallery.ts";
import { logPanel } from "./log.ts";
import { nodesPanel } from "./nodes.ts";
import { outlinePanel } from "./outline.ts";
import { queuePanel } from "./queue.ts";
import { templatesPanel } from "./templates.ts";

/** What lies in the panel at the side. */
export interface Panel {
  readonly element: HTMLElement;
  readonly destroy: () => void;
}

interface Row {
  readonly icon: IconName;
  readonly label: WordKey;
  readonly make: (app: App) => Panel;
}

const rows: { readonly [P in PanelName]: Row } = {
  nodes: { icon: "node", label: "panel.nodes", make: nodesPanel },
  templates: { icon: "templates", label: "panel.templates", make: templatesPanel },
  queue: { icon: "queue", label: "panel.queue", make: queuePanel },
  gallery: { icon: "gallery", label: "panel.gallery", make: galleryPanel },
  outline: { icon: "outline", label: "panel.outline", make: outlinePanel },
  log: { icon: "log", label: "panel.log", make: logPanel },
};

/** The rail of panels, and the one that is open. */
export function side(app: App): HTMLElement {
  const rail = el("nav", { class: "rail", attributes: { "aria-label": app.words("commands") } });
  const panel = el("aside", { class: "panel", attributes: { "aria-labelledby": "panel-title" } });
  const whole = el("div", { class: "side" }, rail, panel);
  let shown: { readonly key: string; readonly panel: Panel | null } = { key: "", panel: null };

  const draw = (): void => {
    const { panel: name, language } = app.settings.get();
    fill(
      rail,
      ...PANELS.map((each) => {
        const keys = shortcutOf(app, commandOf(`panel-${each}`));
        return el(
          "button",
          {
            class: "rail-button",
            label: keys === undefined ? app.words(rows[each].label) : `${app.words(rows[each].label)} (${keys})`,
            attributes: { type: "button", "aria-pressed": String(each === name), "data-panel": each },
            on: { click: () => commandOf(`panel-${each}`).run(app) },
          },
          icon(rows[each].icon, 21),
        );
      }),
      el("span", { class: "rail-space" }),
      el(
        "button",
        {
          class: "rail-button",
          label: app.words("panel.help"),
          attributes: { type: "button" },
          on: { click: () => app.overlays.help() },
        },
        icon("help", 21),
      ),
    );
    const key = `${name} ${language}`;
    if (key === shown.key) return;
    shown.panel?.destroy();
    panel.hidden = name === null;
    const made = name === null ? null : rows[name].make(app);
    shown = { key, panel: made };
    if (name === null || made === null) fill(panel);
    else {
      fill(
        panel,
        el(
          "div",
          { class: "panel-head" },
          el("h2", { text: app.words(rows[name].label), attributes: { id: "panel-title" } }),
          el(
            "button",
            {
              class: "icon-button",
              label: app.words("panel.close"),
              attributes: { type: "button" },
              on: { click: () => commandOf(`panel-${name}`).run(app) },
            },
            icon("close"),
          ),
        ),
        made.element,
      );
    }
  };
  app.settings.subscribe(draw);
  draw();
  return whole;
}
