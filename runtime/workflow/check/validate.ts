import { cycles, type Edges, reachable, sources } from "../graph/graph.ts";
import type { NodeId, Prompt } from "../graph/prompt.ts";
import { suggest } from "../graph/suggest.ts";
import { titleOf } from "../graph/title.ts";
import type { Registry } from "../node/registry.ts";
import type { Issue } from "./issue.ts";
import { validateInputs } from "./validate-inputs.ts";
import { validateLoops } from "./validate-loops.ts";

/**
 * Every problem that the graph itself shows, at once; none means that it can be planned. Nodes that none of the
 * `targets` need are not looked at, but a type that is not installed is told wherever it is. Default: all outputs.
 * `edges` are the graph's `sources`, for whoever has them.
 */
export function validate(
  prompt: Prompt,
  registry: Registry,
  targets: readonly NodeId[] = outputNodes(prompt, registry),
  edges: Edges = sources(prompt),
): Issue[] {
  const unknown = unknownTypes(prompt, registry);
  const none: Issue[] = targets.length === 0 && unknown.length === 0 ? [{ code: "no-output" }] : [];
  const needed = reachable(targets, edges);
  const rings = cycles(edges).map((nodes): Issue => ({ code: "cycle", nodes }));
  const graph = { prompt, registry, types: new Map<string, string | null>() };
  const inputs = [...needed].flatMap((id) => validateInputs(id, graph));
  const loops = rings.length === 0 ? validateLoops(needed, prompt, registry) : [];
  return [...unknown, ...none, ...rings, ...inputs, ...loops];
}

/** The nodes a run is for. */
export function outputNodes(prompt: Prompt, registry: Registry): NodeId[] {
  return [...prompt.values()].filter((node) => registry.get(node.type)?.output).map((node) => node.id);
}

function unknownTypes(prompt: Prompt, registry: Registry): Issue[] {
  const nearest = new Map<string, string | null>();
  return [...prompt.values()]
    .filter((node) => !registry.has(node.type))
    .map((node) => {
      const { id, type } = node;
      if (!nearest.has(type)) nearest.set(type, suggest(type, registry.keys()));
      const title = titleOf(node, registry);
      return { code: "unknown-node-type", node: id, title, type, nearest: nearest.get(type) ?? null };
    });
}
