import type { App } from "../app/app.ts";
import { openSaved, openTemplate } from "../app/files.ts";
import { el, fill } from "../dom/el.ts";
import { icon } from "../dom/icon.ts";
import type { Panel } from "./side.ts";

/** Workflows to begin with, and those that were saved. */
export function templatesPanel(app: App): Panel {
  const shipped = el("ul", { class: "card-list" });
  const saved = el("ul", { class: "card-list" });
  const none = (text: string) => el("li", { class: "quiet", text });
  const row = (name: string, open: () => void) =>
    el(
      "li",
      {},
      el(
        "button",
        { class: "card-button", attributes: { type: "button" }, on: { click: open } },
        icon("graph"),
        el("span", { text: readable(name) }),
      ),
    );

  void app.client.templates().then((all) => {
    const rows = all.map((template) => row(template.name, () => void openTemplate(app, template)));
    fill(shipped, ...(rows.length === 0 ? [none(app.words("templates.empty"))] : rows));
  });
  void app.client.listSaved().then((all) => {
    const rows = all.map((name) => row(name.replace(/\.json$/, ""), () => void openSaved(app, name)));
    fill(saved, ...(rows.length === 0 ? [none(app.words("templates.none"))] : rows));
  });
  const element = el(
    "div",
    { class: "panel-body" },
    el("h3", { text: app.words("templates.shipped") }),
    shipped,
    el("h3", { text: app.words("templates.yours") }),
    saved,
  );
  return { element, destroy: () => {} };
}

/** "text-to-image-simple" as people write it. */
export function readable(name: string): string {
  const words = name.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
