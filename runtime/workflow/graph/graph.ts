import { linkedNodes, type NodeId, type Prompt } from "./prompt.ts";

/** Neighbours of every node, either those it reads from or those that read from it. */
export type Edges = ReadonlyMap<NodeId, readonly NodeId[]>;

/** The nodes each node reads from; links to absent nodes are left out. */
export function sources(prompt: Prompt): Edges {
  const edges = new Map<NodeId, readonly NodeId[]>();
  for (const [id, node] of prompt) {
    const linked = linkedNodes(node);
    edges.set(
      id,
      linked.every((source) => prompt.has(source)) ? linked : linked.filter((source) => prompt.has(source)),
    );
  }
  return edges;
}

/** The same graph with every edge turned. `reverse({b: [a]})` is `{a: [b], b: []}`. */
export function reverse(edges: Edges): Edges {
  const turned = new Map<NodeId, NodeId[]>();
  for (const id of edges.keys()) turned.set(id, []);
  for (const [id, ends] of edges) for (const end of ends) turned.get(end)?.push(id);
  return turned;
}

/** All nodes that can be reached, the starting ones included, without entering `stop`. */
export function reachable(from: Iterable<NodeId>, edges: Edges, stop?: NodeId): Set<NodeId> {
  const seen = new Set<NodeId>(from);
  for (const id of seen) for (const next of edges.get(id) ?? []) if (next !== stop) seen.add(next);
  return seen;
}

/** Sorts nodes so that each comes after those it reads from; `rest` is what waits in or behind a cycle. */
export function topological(edges: Edges): { readonly order: readonly NodeId[]; readonly rest: ReadonlySet<NodeId> } {
  const waiting = new Map<NodeId, number>();
  const order: NodeId[] = [];
  for (const [id, ends] of edges) {
    waiting.set(id, ends.length);
    if (ends.length === 0) order.push(id);
  }
  const readers = reverse(edges);
  for (const id of order) {
    for (const reader of readers.get(id) ?? []) {
      const left = (waiting.get(reader) ?? 0) - 1;
      waiting.set(reader, left);
      if (left === 0) order.push(reader);
    }
  }
  const rest = new Set<NodeId>();
  if (order.length < edges.size) for (const [id, left] of waiting) if (left > 0) rest.add(id);
  return { order, rest };
}

/** Cycles that share no node, as paths in the direction of the data; none is left undetected. */
export function cycles(edges: Edges): NodeId[][] {
  const found: NodeId[][] = [];
  let { rest } = topological(edges);
  while (rest.size > 0) {
    const cycle = cycleIn(rest, edges);
    found.push(cycle);
    const left = new Set(rest);
    for (const id of cycle) left.delete(id);
    rest = topological(restrict(edges, left)).rest;
  }
  return found;
}

/** The part of a graph between some of its nodes, in the order of the graph. */
export function restrict(edges: Edges, nodes: ReadonlySet<NodeId>): Edges {
  if (nodes.size === edges.size) return edges;
  const part = new Map<NodeId, readonly NodeId[]>();
  for (const [id, ends] of edges) {
    if (!nodes.has(id)) continue;
    part.set(id, ends.every((end) => nodes.has(end)) ? ends : ends.filter((end) => nodes.has(end)));
  }
  return part;
}

/** Walks back from any node that waits: each has a waiting source, so the walk must meet itself. */
function cycleIn(rest: ReadonlySet<NodeId>, edges: Edges): NodeId[] {
  const path: NodeId[] = [];
  const position = new Map<NodeId, number>();
  let [at] = rest;
  while (at !== undefined && !position.has(at)) {
    position.set(at, path.length);
    path.push(at);
    at = edges.get(at)?.find((end) => rest.has(end));
  }
  return path.slice(at === undefined ? 0 : position.get(at)).reverse();
}
