import { el } from "./el.ts";
import { showPopup } from "./popup.ts";

/** Asks for a line of text. */
export function ask(
  title: string,
  value: string,
  words: { readonly ok: string; readonly cancel: string },
  done: (value: string) => void,
): void {
  const input = el("input", { class: "input", label: title, attributes: { type: "text", value, autocomplete: "off" } });
  const form = el(
    "form",
    {
      class: "dialog",
      attributes: { role: "dialog", "aria-modal": "true", "aria-label": title },
      on: {
        submit: (event) => {
          event.preventDefault();
          close();
          done(input.value);
        },
      },
    },
    el("h2", { text: title }),
    input,
    el(
      "div",
      { class: "dialog-row" },
      el("button", {
        class: "button",
        text: words.cancel,
        attributes: { type: "button" },
        on: { click: () => close() },
      }),
      el("button", { class: "button is-main", text: words.ok, attributes: { type: "submit" } }),
    ),
  );
  const close = showPopup(form, { isModal: true });
  input.focus();
  input.select();
}
