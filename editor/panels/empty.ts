import type { App } from "../app/app.ts";
import { documentOf } from "../app/edit.ts";
import { commandOf } from "../commands/commands.ts";
import { nodesOf } from "../core/document.ts";
import { el, fill } from "../dom/el.ts";
import { icon } from "../dom/icon.ts";

/** What to do with an empty graph. */
export function emptyHint(app: App): HTMLElement {
  const place = el("div", { class: "empty" });
  const draw = (): void => {
    const document = documentOf(app);
    const isEmpty = document === null || nodesOf(document).length === 0;
    place.hidden = !isEmpty;
    if (!isEmpty) return;
    const action = (id: string, text: string, drawing: Parameters<typeof icon>[0]) =>
      el(
        "button",
        { class: "button", attributes: { type: "button" }, on: { click: () => commandOf(id).run(app) } },
        icon(drawing, 16),
        el("span", { text }),
      );
    fill(
      place,
      el("h2", { text: app.words("empty.title") }),
      el("p", { class: "quiet", text: app.words("empty.hint") }),
      el(
        "div",
        { class: "dialog-row" },
        action("add", app.words("add.node"), "plus"),
        action("panel-templates", app.words("panel.templates"), "templates"),
        action("open", app.words("open"), "open"),
      ),
    );
  };
  app.tabs.subscribe(draw);
  app.settings.subscribe(draw);
  draw();
  return place;
}
