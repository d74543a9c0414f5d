import { outputNodes } from "../check/validate.ts";
import { type Edges, reachable, restrict, sources, topological } from "../graph/graph.ts";
import { findLoops, innermost, type Loop } from "../graph/loops.ts";
import type { NodeId, Prompt } from "../graph/prompt.ts";
import type { Registry } from "../node/registry.ts";

/** One thing to do: run a node, or run a list of steps in rounds. `id` names the values it makes. */
export type Step =
  | { readonly kind: "node"; readonly id: NodeId }
  | { readonly kind: "loop"; readonly id: NodeId; readonly start: NodeId; readonly body: readonly Step[] };

/** What the outputs need and nothing else, each step after those it reads from. The workflow must be valid. */
export function plan(prompt: Prompt, registry: Registry): Step[] {
  const loops = findLoops(prompt, registry);
  const { targets, edges } = demand(prompt, registry, loops);
  const { order } = topological(restrict(edges, reachable(targets, edges)));

  const starts = new Set(loops.map((loop) => loop.start));
  const bodies = new Map<NodeId | null, Step[]>([
    [null, []],
    ...loops.map((loop) => [loop.end, []] as [NodeId, Step[]]),
  ]);
  for (const id of order) {
    if (starts.has(id)) continue;
    const own = loops.find((loop) => loop.end === id);
    const step: Step = own ? { kind: "loop", id, start: own.start, body: bodies.get(id) ?? [] } : { kind: "node", id };
    bodies.get(home(id, loops))?.push(step);
  }
  return bodies.get(null) ?? [];
}

/** The nodes the outputs stand for. An output inside a loop asks for the loop, which then waits for it in each round. */
function demand(prompt: Prompt, registry: Registry, loops: readonly Loop[]): { targets: Set<NodeId>; edges: Edges } {
  const targets = new Set(outputNodes(prompt, registry));
  const edges = new Map([...sources(prompt)].map(([id, ends]) => [id, [...ends]]));
  for (const target of targets) {
    for (const loop of loops.filter((each) => each.inside.has(target))) {
      edges.get(loop.end)?.push(target);
      targets.add(loop.end);
    }
  }
  return { targets, edges };
}

function home(id: NodeId, loops: readonly Loop[]): NodeId | null {
  const loop = innermost(id, loops);
  return loop === null || loop === "overlap" ? null : loop.end;
}
