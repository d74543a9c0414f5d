import type { App } from "../app/app.ts";
import type { Command } from "../commands/command.ts";
import { commands } from "../commands/commands.ts";
import { pressed } from "../commands/keys.ts";
import { keyRefusal, keysOf, withKeys } from "../commands/shortcuts.ts";
import { el, fill } from "../dom/el.ts";
import { icon } from "../dom/icon.ts";
import { showPopup } from "../dom/popup.ts";

/** Every shortcut, to be changed by a press and the new keys, and what the mouse does. */
export function openHelp(app: App): void {
  const list = el("dl", { class: "help" });
  const told = el("p", { class: "help-told", attributes: { role: "status" } });
  const own = () => app.settings.get().keys;
  const tell = (text: string): void => {
    told.textContent = text;
  };
  const take = (command: Command, keys: string): void => {
    app.settings.update((settings) => ({ ...settings, keys: withKeys(settings.keys, command, keys) }));
    tell(keys === "" ? app.words("keys.gone") : app.words("keys.set", { keys, command: app.words(command.label) }));
    draw();
    list.querySelector<HTMLElement>(`[data-keys-of="${command.id}"]`)?.focus();
  };
  const heard = (command: Command, event: KeyboardEvent, button: HTMLElement): void => {
    if (button.getAttribute("aria-pressed") !== "true") return;
    const keys = pressed(event);
    event.preventDefault();
    event.stopPropagation();
    if (keys === null) return;
    button.setAttribute("aria-pressed", "false");
    if (keys === "Escape") {
      tell("");
      draw();
      list.querySelector<HTMLElement>(`[data-keys-of="${command.id}"]`)?.focus();
      return;
    }
    const given = keys === "Backspace" ? "" : keys;
    const refusal = given === "" ? null : keyRefusal(keys, command.id, commands, own());
    if (refusal === null) {
      take(command, given);
      return;
    }
    const by = refusal.code === "taken" ? app.words(refusal.by.label) : "";
    tell(app.words(`keys.${refusal.code}`, { keys, command: by }));
    button.textContent = keysOf(command, own()) ?? "—";
  };
  const row = (command: Command): HTMLElement => {
    const keys = keysOf(command, own());
    const label = app.words(command.label);
    const button = el("button", {
      class: "help-keys",
      text: keys ?? "—",
      label: app.words("keys.change", { command: label, keys: keys ?? "—" }),
      attributes: { type: "button", "data-keys-of": command.id, "aria-pressed": "false" },
      on: {
        click: () => {
          button.setAttribute("aria-pressed", "true");
          button.textContent = app.words("keys.press");
          tell(app.words("keys.how"));
        },
        keydown: (event) => heard(command, event, button),
        blur: () => {
          button.setAttribute("aria-pressed", "false");
          button.textContent = keysOf(command, own()) ?? "—";
        },
      },
    });
    return el("div", { class: "help-row" }, el("dt", {}, button), el("dd", { text: label }));
  };
  const draw = (): void => {
    fill(list, ...commands.map(row));
    reset.disabled = Object.keys(own()).length === 0;
  };
  const shut = el(
    "button",
    { class: "icon-button", label: app.words("close"), attributes: { type: "button" }, on: { click: () => close() } },
    icon("close"),
  );
  const reset = el("button", {
    class: "button",
    text: app.words("keys.reset"),
    attributes: { type: "button" },
    on: {
      click: () => {
        app.settings.update((settings) => ({ ...settings, keys: {} }));
        tell(app.words("keys.are.reset"));
        draw();
        shut.focus();
      },
    },
  });
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
    list,
    el("div", { class: "help-foot" }, told, reset),
  );
  draw();
  const close = showPopup(box, { isModal: true });
  shut.focus();
}
