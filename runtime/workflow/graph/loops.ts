import type { Registry } from "../node/registry.ts";
import { type Edges, reachable, reverse, sources } from "./graph.ts";
import type { NodeId, Prompt } from "./prompt.ts";

/** A loop: its two ends, and the nodes that run in each round (the ends are not among them). */
export interface Loop {
  readonly start: NodeId;
  readonly end: NodeId;
  readonly inside: ReadonlySet<NodeId>;
}

/** The nodes whose definition opens (or closes) a loop. */
export function loopNodes(prompt: Prompt, registry: Registry, role: "start" | "end"): NodeId[] {
  return [...prompt.values()].filter((node) => registry.get(node.type)?.loop?.role === role).map((node) => node.id);
}

/** The start of the same kind that a loop's end is linked to, or null. */
export function startOf(end: NodeId, prompt: Prompt, registry: Registry): NodeId | null {
  const link = prompt.get(end)?.inputs.loop;
  if (link?.kind !== "link") return null;
  const [opens, closes] = [link.node, end].map((id) => registry.get(prompt.get(id)?.type ?? "")?.loop);
  return opens?.role === "start" && opens.kind === closes?.kind ? link.node : null;
}

/** Every complete loop. Inside is what the start reaches without passing the end. */
export function findLoops(prompt: Prompt, registry: Registry): Loop[] {
  const ends = loopNodes(prompt, registry, "end");
  if (ends.length === 0) return [];
  const readers = reverse(sources(prompt));
  return ends.flatMap((end) => {
    const start = startOf(end, prompt, registry);
    return start === null ? [] : [{ start, end, inside: insideOf(start, end, readers) }];
  });
}

function insideOf(start: NodeId, end: NodeId, readers: Edges): ReadonlySet<NodeId> {
  const inside = reachable([start], readers, end);
  inside.delete(start);
  return inside;
}

/**
 * The innermost loop around a node: the one whose end is inside all others. Null when there is none;
 * "overlap" when two loops hold the node and neither holds the other.
 */
export function innermost(node: NodeId, loops: readonly Loop[]): Loop | null | "overlap" {
  const around = loops.filter((loop) => loop.inside.has(node));
  if (around.length === 0) return null;
  const holds = (outer: Loop, inner: Loop) =>
    outer === inner || (outer.inside.has(inner.end) && !inner.inside.has(outer.end));
  return around.find((inner) => around.every((outer) => holds(outer, inner))) ?? "overlap";
}
