import type { App } from "../app/app.ts";
import { packOf } from "../core/packs.ts";
import { el } from "../dom/el.ts";
import { showPopup } from "../dom/popup.ts";

/** Says how the packs of missing nodes are installed: commands for the machine of the server, which the page cannot run. */
export function openInstall(app: App, types: readonly string[]): void {
  const packs = [...new Set(types.map(packOf))];
  const rows = packs.map((pack) => {
    const nodes = types.filter((type) => packOf(type) === pack).join(", ");
    if (pack === null) return el("p", { text: app.words("install.unknown", { nodes }) });
    const command = `nextscale pack add nextscale-${pack}`;
    const copy = el("button", {
      class: "button",
      text: app.words("copy"),
      label: app.words("install.copy", { command }),
      attributes: { type: "button" },
      on: { click: () => void navigator.clipboard.writeText(command).catch(() => undefined) },
    });
    return el(
      "div",
      { class: "install-row" },
      el("p", { text: app.words("install.pack", { pack, nodes }) }),
      el("div", { class: "install-command" }, el("code", { text: command }), copy),
    );
  });
  const shut = el("button", {
    class: "button is-main",
    text: app.words("ok"),
    attributes: { type: "button" },
    on: { click: () => close() },
  });
  const box = el(
    "div",
    {
      class: "dialog is-install",
      attributes: { role: "dialog", "aria-modal": "true", "aria-label": app.words("install.title") },
    },
    el("h2", { text: app.words("install.title") }),
    ...rows,
    el("p", { class: "quiet", text: app.words("install.how") }),
    el("div", { class: "dialog-row" }, shut),
  );
  const close = showPopup(box, { isModal: true });
  shut.focus();
}
