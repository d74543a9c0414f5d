import {
  counterOf,
  type DocNode,
  type Id,
  mapNodes,
  nextId,
  nodesOf,
  type Pair,
  positionOf,
  sizeOf,
  type WorkflowDocument,
  withCounter,
} from "../document.ts";
import { linksOf } from "../links.ts";
import { METRICS, nodeSize } from "../node-size.ts";
import type { NodeType } from "../node-type.ts";
import { isBorder } from "../subgraph/border.ts";
import { firstValues, type Values, valuesOf, writeValues } from "../values.ts";
import { dropLinks } from "./links.ts";

/** Least distance between two nodes, in units of the graph. */
const GAP = 16;

export interface Added {
  readonly document: WorkflowDocument;
  readonly id: number;
}

/** Puts a new node of a type at a place, with the values that its widgets begin with. */
export function addNode(document: WorkflowDocument, type: NodeType, position: Pair): Added {
  const nodes = nodesOf(document);
  const id = freeNodeId(document);
  const node: DocNode = {
    id,
    type: type.type,
    pos: [Math.round(position[0]), Math.round(position[1])],
    size: nodeSize(type),
    flags: {},
    order: nodes.length,
    mode: 0,
    inputs: type.inputs.flatMap((input) =>
      input.widget === null ? [{ name: input.name, type: input.type, link: null }] : [],
    ),
    outputs: type.outputs.map((output) => ({ name: output.name, type: output.type, links: [] })),
    title: type.title,
    properties: { "Node name for S&R": type.type, ...(type.version !== null && { version: type.version }) },
    ...writeValues(firstValues(type), type),
  };
  const next = { ...document, nodes: [...nodes, node] };
  return { document: withCounter(next, "last_node_id", id), id };
}

export function freeNodeId(document: WorkflowDocument): number {
  return nextId(
    counterOf(document, "last_node_id"),
    nodesOf(document).map((node) => node.id),
  );
}

/** Takes nodes out, and the links at them. The ends of a subgraph stay. */
export function removeNodes(document: WorkflowDocument, chosen: ReadonlySet<string>): WorkflowDocument {
  const ids = withoutEnds(document, chosen);
  const isGone = (id: Id) => ids.has(String(id));
  const cut = linksOf(document).filter(({ from, to }) => isGone(from) || isGone(to));
  const without = dropLinks(document, new Set(cut.map(({ id }) => String(id))));
  const nodes = nodesOf(without);
  const left = nodes.filter(({ id }) => !isGone(id));
  return left.length === nodes.length ? without : { ...without, nodes: left };
}

/** What may be removed, copied or muted of the nodes that were chosen: all but the ends of a subgraph. */
export function withoutEnds(document: WorkflowDocument, ids: ReadonlySet<string>): ReadonlySet<string> {
  const ends = nodesOf(document).filter((node) => isBorder(node) && ids.has(String(node.id)));
  if (ends.length === 0) return ids;
  const kept = new Set(ids);
  for (const { id } of ends) kept.delete(String(id));
  return kept;
}

/** Writes keys of one node; a key of undefined goes. */
export function patchNode(
  document: WorkflowDocument,
  id: Id,
  patch: Readonly<Record<string, unknown>>,
): WorkflowDocument {
  return mapNodes(document, (node) => {
    if (String(node.id) !== String(id)) return node;
    const changed: Record<string, unknown> = { ...node, ...patch };
    for (const [key, value] of Object.entries(patch)) if (value === undefined) delete changed[key];
    return changed as DocNode;
  });
}

/** Changes values of a node's widgets. */
export function changeValues(
  document: WorkflowDocument,
  id: Id,
  type: NodeType,
  change: (values: Values) => Values,
): WorkflowDocument {
  return mapNodes(document, (node) => {
    if (String(node.id) !== String(id)) return node;
    const before = valuesOf(node, type);
    const after = change(before);
    return after === before ? node : { ...node, ...writeValues(after, type) };
  });
}

/** Sets one widget. */
export function setValue(
  document: WorkflowDocument,
  id: Id,
  type: NodeType,
  name: string,
  value: unknown,
): WorkflowDocument {
  return changeValues(document, id, type, ({ values, controls }) => ({
    values: new Map(values).set(name, value),
    controls,
  }));
}

/** Mutes, bypasses or wakes nodes: those that have the mode already go back to always when all of them have it. */
export function toggleMode(document: WorkflowDocument, all: ReadonlySet<string>, mode: number): WorkflowDocument {
  const ids = withoutEnds(document, all);
  const chosen = nodesOf(document).filter(({ id }) => ids.has(String(id)));
  const next = chosen.every((node) => node.mode === mode) ? 0 : mode;
  return mapNodes(document, (node) => (ids.has(String(node.id)) ? { ...node, mode: next } : node));
}

/** Folds nodes to their title, or all of them open again. */
export function toggleCollapsed(document: WorkflowDocument, all: ReadonlySet<string>): WorkflowDocument {
  const ids = withoutEnds(document, all);
  const chosen = nodesOf(document).filter(({ id }) => ids.has(String(id)));
  const isFolded = (node: DocNode) => (node.flags as { readonly collapsed?: boolean } | undefined)?.collapsed === true;
  const collapsed = !chosen.every(isFolded);
  return mapNodes(document, (node) => {
    if (!ids.has(String(node.id))) return node;
    const { collapsed: _, ...flags } = (node.flags ?? {}) as Readonly<Record<string, unknown>>;
    return { ...node, flags: collapsed ? { ...flags, collapsed } : flags };
  });
}

/** Moves nodes, each to where `places` says. */
export function placeNodes(document: WorkflowDocument, places: ReadonlyMap<string, Pair>): WorkflowDocument {
  return mapNodes(document, (node) => {
    const place = places.get(String(node.id));
    return place === undefined ? node : { ...node, pos: [Math.round(place[0]), Math.round(place[1])] };
  });
}

/** A place near the wished one where a node of a type covers no other. */
export function freePlace(document: WorkflowDocument, type: NodeType, [x, y]: Pair): Pair {
  const [width, height] = nodeSize(type);
  const taken = nodesOf(document).map((node) => [...positionOf(node), ...sizeOf(node)] as const);
  const covers = (left: number, top: number) =>
    taken.some(
      ([nodeX, nodeY, nodeWidth, nodeHeight]) =>
        left < nodeX + nodeWidth + GAP &&
        nodeX < left + width + GAP &&
        top < nodeY + nodeHeight + METRICS.title + GAP &&
        nodeY < top + height + METRICS.title + GAP,
    );
  for (let ring = 0; ring < 40; ring++) {
    const far = ring * 60;
    const tries = [
      [x, y + far],
      [x + far, y],
      [x, y - far],
      [x - far, y],
    ] as const;
    const found = tries.find(([left, top]) => !covers(left, top));
    if (found !== undefined) return found;
  }
  return [x, y];
}

/** Where the middle of some nodes is. */
export function middleOf(nodes: readonly DocNode[], position: (node: DocNode) => Pair): Pair {
  const boxes = nodes.map((node) => [position(node), sizeOf(node)] as const);
  const left = Math.min(...boxes.map(([[x]]) => x));
  const top = Math.min(...boxes.map(([[, y]]) => y));
  const right = Math.max(...boxes.map(([[x], [w]]) => x + w));
  const bottom = Math.max(...boxes.map(([[, y], [, h]]) => y + h));
  return [(left + right) / 2, (top + bottom) / 2];
}
