import { type Edges, reachable, restrict, sources, topological } from "../graph/graph.ts";
import { findLoops, innermost, type Loop } from "../graph/loops.ts";
import type { NodeId, Prompt } from "../graph/prompt.ts";
import type { Registry } from "../node/registry.ts";
import { createPart, type Part } from "./plan-part.ts";
import type { Plan } from "./plan-type.ts";

/**
 * What the targets need and nothing else, each step after those it reads from. The workflow must be valid.
 * `keyOf` gives the key of a written value: see `canonicalKey`. `known`: the graph's `sources`, for whoever has them.
 */
export function plan(
  prompt: Prompt,
  registry: Registry,
  targets: readonly NodeId[],
  keyOf: (value: unknown) => string | null,
  known: Edges = sources(prompt),
): Plan {
  const loops = findLoops(prompt, registry);
  const { wanted, edges } = demand(known, targets, loops);
  const { order } = topological(restrict(edges, reachable(wanted, edges)));

  const whole = createPart(prompt, registry, keyOf, null);
  const parts = new Map<NodeId | null, Part>([[null, whole]]);
  const partOf = (id: NodeId): Part => {
    const loop = loops.length === 0 ? null : innermost(id, loops);
    return loop === null || loop === "overlap" ? whole : partIn(loop);
  };
  const partIn = (loop: Loop): Part => {
    const made = parts.get(loop.end) ?? createPart(prompt, registry, keyOf, { ...loop, around: partOf(loop.end) });
    parts.set(loop.end, made);
    return made;
  };

  const starts = new Set(loops.map((loop) => loop.start));
  const byEnd = new Map(loops.map((loop) => [loop.end, loop]));
  for (const id of order) {
    if (starts.has(id)) continue;
    const loop = byEnd.get(id);
    if (loop === undefined) partOf(id).addNode(id);
    else partOf(id).addLoop(loop, partIn(loop));
    if (wanted.has(id)) partOf(id).target(id);
  }
  return whole.finish();
}

/** The nodes to run for the targets: one inside a loop asks for the loop, which then waits for it in each round. */
function demand(
  edges: Edges,
  targets: readonly NodeId[],
  loops: readonly Loop[],
): { readonly wanted: ReadonlySet<NodeId>; readonly edges: Edges } {
  const wanted = new Set(targets);
  if (loops.length === 0) return { wanted, edges };
  const more = new Map([...edges].map(([id, ends]) => [id, [...ends]]));
  for (const target of wanted) {
    for (const loop of loops.filter((each) => each.inside.has(target))) {
      more.get(loop.end)?.push(target);
      wanted.add(loop.end);
    }
  }
  return { wanted, edges: more };
}
