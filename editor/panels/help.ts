import type { App } from "../app/app.ts";
import { commands } from "../commands/commands.ts";
import { el } from "../dom/el.ts";
import { icon } from "../dom/icon.ts";
import { showPopup } from "../dom/popup.ts";

/** Every shortcut, and what the mouse does. */
export function openHelp(app: App): void {
  const rows = commands.flatMap(({ label, keys }) =>
    keys === undefined
      ? []
      : [
          el(
            "div",
            { class: "help-row" },
            el("dt", {}, el("kbd", { text: keys })),
            el("dd", { text: app.words(label) }),
          ),
        ],
  );
  const shut = el(
    "button",
    { class: "icon-button", label: app.words("close"), attributes: { type: "button" }, on: { click: () => close() } },
    icon("close"),
  );
  const box = el(
    "div",
    { class: "dialog is-wide", attributes: { role: "dialog", "aria-modal": "true", "aria-labelledby": "help-title" } },
    el(
      "div",
      { class: "panel-head" },
      el("h2", { text: app.words("panel.help"), attributes: { id: "help-title" } }),
      shut,
    ),
    el("p", { class: "quiet", text: app.words("help.mouse") }),
    el("dl", { class: "help" }, ...rows),
  );
  const close = showPopup(box, { isModal: true });
  shut.focus();
}
