import type { App } from "../app/app.ts";
import { edit } from "../app/edit.ts";
import { typeOf } from "../app/type-of.ts";
import {
  type DocNode,
  nodeOf,
  nodesOf,
  type Pair,
  positionOf,
  sizeOf,
  type WorkflowDocument,
} from "../core/document.ts";
import { connectThrough } from "../core/edits/connect-through.ts";
import { refusalOf } from "../core/edits/links.ts";
import { addReroute, moveReroute, removeReroutes } from "../core/edits/reroutes.ts";
import { type Link, linksOf } from "../core/links.ts";
import { type Reroute, reroutesOf } from "../core/reroutes.ts";
import { el } from "../dom/el.ts";
import { titleOf } from "./title-of.ts";

/** The points that links are led through, each to be moved, linked on and removed. `isOpen` tells what was unfolded. */
export function rerouteEntries(
  app: App,
  document: WorkflowDocument,
  isOpen: (id: string) => boolean,
): readonly HTMLElement[] {
  return reroutesOf(document).map((reroute) => {
    const id = `outline-reroute-${reroute.id}`;
    return el(
      "details",
      { class: "outline-node", attributes: { id, open: isOpen(id) } },
      el("summary", { text: nameOf(app, document, reroute) }),
      placeRow(app, reroute, 0),
      placeRow(app, reroute, 1),
      connectRow(app, document, reroute),
      el("button", {
        class: "button",
        text: app.words("reroute.remove"),
        attributes: { type: "button", id: `${id}-remove` },
        on: { click: () => edit(app, "delete", (now) => removeReroutes(now, new Set([String(reroute.id)]))) },
      }),
    );
  });
}

/** Leads a link through a point halfway between its ends. */
export function addRerouteButton(app: App, document: WorkflowDocument, { id, from, to }: Link): HTMLElement {
  const [source, target] = [nodeOf(document, from), nodeOf(document, to)];
  const at = source === undefined || target === undefined ? ([0, 0] as const) : between(source, target);
  return el("button", {
    class: "button",
    text: app.words("reroute.add"),
    attributes: { type: "button", id: `outline-link-${id}-reroute` },
    on: { click: () => edit(app, "reroute", (now) => addReroute(now, { link: id, reroute: null }, at)) },
  });
}

function between(source: DocNode, target: DocNode): Pair {
  const [[left, top], [width, height]] = [positionOf(source), sizeOf(source)];
  const [right, below] = positionOf(target);
  return [(left + width + right) / 2, (top + below + height / 2) / 2];
}

function nameOf(app: App, document: WorkflowDocument, { id, links }: Reroute): string {
  const through = linksOf(document).filter((link) => links.some((each) => String(each) === String(link.id)));
  const title = (node: DocNode | undefined) => (node === undefined ? "?" : titleOf(app, node));
  const from = title(nodeOf(document, through[0]?.from ?? ""));
  const to = through.map((link) => title(nodeOf(document, link.to))).join(", ");
  return app.words("outline.reroute", { id: String(id), from, to });
}

function placeRow(app: App, { id, position }: Reroute, axis: 0 | 1): HTMLElement {
  const text = app.words(axis === 0 ? "outline.reroute.across" : "outline.reroute.down");
  const box = el("input", {
    class: "input",
    attributes: { type: "number", step: 10, value: position[axis], id: `outline-reroute-${id}-${axis}` },
    on: {
      change: () => {
        const value = box.valueAsNumber;
        if (!Number.isFinite(value)) return;
        const place: Pair = axis === 0 ? [value, position[1]] : [position[0], value];
        edit(app, `reroute ${id}`, (now) => moveReroute(now, id, place), true);
      },
    },
  });
  return el("label", { class: "form-row" }, el("span", { text }), box);
}

/** A list of the inputs that a new link through the point may end at. */
function connectRow(app: App, document: WorkflowDocument, { id, links }: Reroute): HTMLElement {
  const types = app.types.get();
  const source = linksOf(document).find((link) => String(link.id) === String(links[0]));
  const ends = nodesOf(document).flatMap((node) => {
    if (source === undefined) return [];
    const names = new Set([...(typeOf(app, node)?.inputs ?? []), ...(node.inputs ?? [])].map(({ name }) => name));
    return [...names].flatMap((input) => {
      const end = { from: source.from, slot: source.slot, to: node.id, input };
      return refusalOf(document, end, types) === null ? [{ end, text: `${titleOf(app, node)} · ${input}` }] : [];
    });
  });
  const select = el(
    "select",
    {
      class: "input",
      attributes: { id: `outline-reroute-${id}-link` },
      on: {
        change: () => {
          const chosen = ends[Number(select.value)];
          if (chosen !== undefined) edit(app, "link", (now) => connectThrough(now, chosen.end, id, types));
        },
      },
    },
    el("option", { text: app.words("outline.nothing"), attributes: { value: "" } }),
    ...ends.map(({ text }, i) => el("option", { text, attributes: { value: i } })),
  );
  return el("label", { class: "form-row" }, el("span", { text: app.words("outline.reroute.connect") }), select);
}
