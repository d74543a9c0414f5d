import type { MenuItem } from "../app/app.ts";
import type { Point } from "../canvas/host.ts";
import { el, keepInside } from "./el.ts";
import { showPopup } from "./popup.ts";

/** A menu at a place; null is a line between items. */
export function openMenu(label: string, items: readonly (MenuItem | null)[], { x, y }: Point): void {
  const rows = items.map((item) => {
    if (item === null) return el("div", { class: "menu-line", attributes: { role: "separator" } });
    return el(
      "button",
      {
        class: "menu-row",
        attributes: { type: "button", role: "menuitem", disabled: item.isOff === true },
        on: {
          click: () => {
            close();
            item.run();
          },
        },
      },
      el("span", { text: item.label }),
      item.keys !== undefined && el("kbd", { text: item.keys }),
    );
  });
  const menu = el(
    "div",
    {
      class: "menu",
      attributes: { role: "menu", "aria-label": label },
      on: {
        keydown: (event) => {
          const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (step === undefined) return;
          event.preventDefault();
          const open = [...menu.querySelectorAll<HTMLElement>(".menu-row:not([disabled])")];
          const focused = document.activeElement;
          const at = focused instanceof HTMLElement ? open.indexOf(focused) : -1;
          open[(at + step + open.length) % open.length]?.focus();
        },
      },
    },
    ...rows,
  );
  const close = showPopup(menu);
  keepInside(menu, x, y);
  menu.querySelector<HTMLElement>(".menu-row:not([disabled])")?.focus();
}
