import { type DocNode, type Id, nodesOf, type Pair, positionOf, sizeOf, type WorkflowDocument } from "./document.ts";
import { placeNodes } from "./edits/nodes.ts";
import { linksOf } from "./links.ts";
import { METRICS } from "./node-size.ts";

const ACROSS = 80;
const DOWN = 40;

/**
 * Arranges nodes in columns from left to right: each stands right of all that it reads from, and in a column near what it
 * reads from. Nodes of a circle stand where they are found first.
 */
export function arrangeNodes(document: WorkflowDocument): WorkflowDocument {
  const nodes = nodesOf(document);
  const links = linksOf(document);
  const sources = new Map<string, string[]>();
  for (const { from, to } of links) sources.set(String(to), [...(sources.get(String(to)) ?? []), String(from)]);
  const readers = new Map<string, string[]>();
  for (const { from, to } of links) readers.set(String(from), [...(readers.get(String(from)) ?? []), String(to)]);

  const depth = depths(nodes, sources);
  const last = Math.max(0, ...depth.values());
  pullRight(nodes, depth, sources, readers);
  const columns = Array.from({ length: last + 1 }, (_, i) => nodes.filter(({ id }) => depth.get(String(id)) === i));

  const places = new Map<string, Pair>();
  const [left, top] = nodes.length === 0 ? [0, 0] : positionOf(nodes[0] as DocNode);
  let x = left;
  for (const column of columns) {
    const wished = column.map((node) => ({ node, y: wish(node, sources, places) ?? positionOf(node)[1] }));
    let y = top;
    for (const { node } of wished.toSorted((a, b) => a.y - b.y)) {
      places.set(String(node.id), [x, y]);
      y += sizeOf(node)[1] + METRICS.title + DOWN;
    }
    x += Math.max(0, ...column.map((node) => sizeOf(node)[0])) + ACROSS;
  }
  return placeNodes(document, places);
}

/** Aligns nodes with the one that is furthest to the left, or to the top. */
export function alignNodes(
  document: WorkflowDocument,
  ids: ReadonlySet<string>,
  side: "left" | "top",
): WorkflowDocument {
  const chosen = nodesOf(document).filter(({ id }) => ids.has(String(id)));
  const at = side === "left" ? 0 : 1;
  const edge = Math.min(...chosen.map((node) => positionOf(node)[at]));
  const places = chosen.map((node): [string, Pair] => {
    const [x, y] = positionOf(node);
    return [String(node.id), side === "left" ? [edge, y] : [x, edge]];
  });
  return placeNodes(document, new Map(places));
}

/** Puts nodes at equal distances from each other, between the outermost of them, which stay. */
export function distributeNodes(
  document: WorkflowDocument,
  ids: ReadonlySet<string>,
  axis: "across" | "down",
): WorkflowDocument {
  const at = axis === "across" ? 0 : 1;
  const own = axis === "across" ? 0 : METRICS.title;
  const chosen = nodesOf(document)
    .filter(({ id }) => ids.has(String(id)))
    .toSorted((a, b) => positionOf(a)[at] - positionOf(b)[at]);
  const [first, last] = [chosen[0], chosen.at(-1)];
  if (first === undefined || last === undefined || chosen.length < 3) return document;
  const between = chosen.slice(0, -1).reduce((sum, node) => sum + sizeOf(node)[at] + own, 0);
  const gap = (positionOf(last)[at] - positionOf(first)[at] - between) / (chosen.length - 1);
  const places = new Map<string, Pair>();
  let next = positionOf(first)[at];
  for (const node of chosen) {
    const [x, y] = positionOf(node);
    places.set(String(node.id), axis === "across" ? [next, y] : [x, next]);
    next += sizeOf(node)[at] + own + gap;
  }
  return placeNodes(document, places);
}

function depths(nodes: readonly DocNode[], sources: ReadonlyMap<string, readonly string[]>): Map<string, number> {
  const depth = new Map<string, number>();
  const visiting = new Set<string>();
  const measure = (id: Id): number => {
    const key = String(id);
    const known = depth.get(key);
    if (known !== undefined) return known;
    if (visiting.has(key)) return 0;
    visiting.add(key);
    const own = Math.max(-1, ...(sources.get(key) ?? []).map(measure)) + 1;
    visiting.delete(key);
    depth.set(key, own);
    return own;
  };
  for (const { id } of nodes) measure(id);
  return depth;
}

/** What nothing stands before goes next to what reads it, so that links stay short. */
function pullRight(
  nodes: readonly DocNode[],
  depth: Map<string, number>,
  sources: ReadonlyMap<string, readonly string[]>,
  readers: ReadonlyMap<string, readonly string[]>,
): void {
  for (const { id } of nodes) {
    const key = String(id);
    const next = (readers.get(key) ?? []).map((reader) => depth.get(reader) ?? 0);
    if ((sources.get(key) ?? []).length === 0 && next.length === 1) depth.set(key, Math.max(0, Math.min(...next) - 1));
  }
}

/** Where a node would stand by itself: at the middle of what it reads from. */
function wish(
  { id }: DocNode,
  sources: ReadonlyMap<string, readonly string[]>,
  places: ReadonlyMap<string, Pair>,
): number | null {
  const ys = (sources.get(String(id)) ?? []).flatMap((source) => places.get(source)?.[1] ?? []);
  return ys.length === 0 ? null : ys.reduce((sum, y) => sum + y, 0) / ys.length;
}
