import type { Point } from "../canvas/host.ts";
import { el, fill, keepInside } from "./el.ts";
import { icon } from "./icon.ts";
import { showPopup } from "./popup.ts";

/** One thing that can be found. */
export interface Found {
  readonly title: string;
  readonly hint?: string;
  readonly detail?: string;
  readonly colour?: string;
  readonly run: () => void;
}

export interface FinderOptions {
  readonly label: string;
  readonly none: string;
  readonly find: (words: string) => readonly Found[];
  /** Where its corner goes; in the upper middle of the page without. */
  readonly point?: Point;
}

const MOST = 60;

/** A box to type in with what fits below it: arrows choose, Enter takes. */
export function openFinder({ label, none, find, point }: FinderOptions): void {
  let [rows, at]: [readonly Found[], number] = [[], 0];
  const list = el("ul", {
    class: "finder-list",
    attributes: { role: "listbox", id: "finder-list", "aria-label": label },
  });
  const input = el("input", {
    class: "finder-input",
    label,
    attributes: {
      type: "text",
      placeholder: label,
      role: "combobox",
      "aria-expanded": "true",
      "aria-controls": "finder-list",
      "aria-autocomplete": "list",
      autocomplete: "off",
      spellcheck: "false",
    },
    on: { input: () => search(), keydown: (event) => pressed(event) },
  });
  const box = el(
    "div",
    { class: "finder", attributes: { role: "dialog", "aria-label": label } },
    el("div", { class: "finder-head" }, icon("search"), input),
    list,
  );
  const close = showPopup(box);

  const choose = (index: number): void => {
    at = Math.max(0, Math.min(rows.length - 1, index));
    [...list.children].forEach((row, i) => {
      row.setAttribute("aria-selected", String(i === at));
      if (i === at) row.scrollIntoView({ block: "nearest" });
    });
    input.setAttribute("aria-activedescendant", rows.length === 0 ? "" : `finder-${at}`);
  };
  const take = (row: Found | undefined): void => {
    if (row === undefined) return;
    close();
    row.run();
  };
  const search = (): void => {
    rows = find(input.value).slice(0, MOST);
    fill(list, ...(rows.length === 0 ? [el("li", { class: "finder-none", text: none })] : rows.map(rowOf)));
    choose(0);
  };
  const rowOf = (row: Found, i: number): HTMLElement => {
    const dot = el("span", { class: "finder-dot" });
    if (row.colour !== undefined) dot.style.background = row.colour;
    return el(
      "li",
      {
        class: "finder-row",
        attributes: { role: "option", id: `finder-${i}` },
        on: { click: () => take(row), pointermove: () => at !== i && choose(i) },
      },
      dot,
      el("span", { class: "finder-title", text: row.title }),
      row.hint !== undefined && el("span", { class: "finder-hint", text: row.hint }),
      row.detail !== undefined && row.detail !== "" && el("span", { class: "finder-detail", text: row.detail }),
    );
  };
  const pressed = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined) choose(at + step);
    else if (event.key === "Enter") take(rows[at]);
    else return;
    event.preventDefault();
  };

  search();
  if (point === undefined) box.classList.add("is-central");
  else keepInside(box, point.x - 20, point.y - 20);
  input.focus();
}
