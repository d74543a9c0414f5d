import { linkedNodes, type NodeId, type Prompt } from "./prompt.ts";

/** Neighbours of every node, either those it reads from or those that read from it. */
export type Edges = ReadonlyMap<NodeId, readonly NodeId[]>;

/** The nodes each node reads from; links to absent nodes are left out. */
export function sources(prompt: Prompt): Edges {
  return new Map([...prompt].map(([id, node]) => [id, linkedNodes(node).filter((source) => prompt.has(source))]));
}

/** The same graph with every edge turned. `reverse({b: [a]})` is `{a: [b], b: []}`. */
export function reverse(edges: Edges): Edges {
  const turned = new Map<NodeId, NodeId[]>([...edges.keys()].map((id) => [id, []]));
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
  const waiting = new Map([...edges].map(([id, ends]) => [id, ends.length]));
  const readers = reverse(edges);
  const order = [...edges.keys()].filter((id) => waiting.get(id) === 0);
  for (const id of order) {
    for (const reader of readers.get(id) ?? []) {
      const left = (waiting.get(reader) ?? 0) - 1;
      waiting.set(reader, left);
      if (left === 0) order.push(reader);
    }
  }
  const rest = new Set(edges.keys());
  for (const id of order) rest.delete(id);
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

/** The part of a graph between some of its nodes. */
export function restrict(edges: Edges, nodes: ReadonlySet<NodeId>): Edges {
  return new Map([...nodes].map((id) => [id, (edges.get(id) ?? []).filter((end) => nodes.has(end))]));
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
