import type { App } from "../app/app.ts";
import { lookOf } from "../app/look.ts";
import { categoryColour } from "../canvas/draw/look.ts";
import type { NodeType } from "../core/node-type.ts";
import { searchNodes } from "../core/search.ts";
import { el, fill } from "../dom/el.ts";
import { place } from "./search-nodes.ts";
import type { Panel } from "./side.ts";

/** Every node there is, by category, with its help; a press places one. */
export function nodesPanel(app: App): Panel {
  const list = el("div", {});
  const input = el("input", {
    class: "input",
    label: app.words("search.nodes"),
    attributes: { type: "search", placeholder: app.words("search.nodes"), autocomplete: "off" },
    on: { input: () => draw() },
  });
  const draw = (): void => {
    const found = searchNodes(app.types.get(), input.value);
    const byCategory = new Map<string, NodeType[]>();
    for (const type of found) byCategory.set(type.category, [...(byCategory.get(type.category) ?? []), type]);
    const sections = [...byCategory].flatMap(([category, types]) => [
      el("h3", { text: category }),
      el("ul", { class: "card-list" }, ...types.map((type) => el("li", {}, nodeButton(app, type)))),
    ]);
    fill(list, ...(sections.length === 0 ? [el("p", { class: "quiet", text: app.words("search.none") })] : sections));
  };
  const stop = app.types.subscribe(draw);
  draw();
  return { element: el("div", { class: "panel-body" }, input, list), destroy: stop };
}

function nodeButton(app: App, type: NodeType): HTMLElement {
  const dot = el("span", { class: "finder-dot" });
  dot.style.background = categoryColour(type.category, lookOf(app));
  return el(
    "button",
    {
      class: "card-button is-node",
      attributes: { type: "button" },
      on: { click: () => place(app, type, { at: app.view().centre(), point: { x: 0, y: 0 }, wish: null, held: null }) },
    },
    dot,
    el("span", {}, el("b", { text: type.title }), el("small", { text: type.description })),
  );
}
