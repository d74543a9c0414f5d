import { type Edges, reachable, sources } from "../graph/graph.ts";
import type { NodeId, Prompt } from "../graph/prompt.ts";
import { suggest } from "../graph/suggest.ts";
import type { Registry } from "../node/registry.ts";
import { type Issue, nodesOf } from "./issue.ts";
import { outputNodes, validate } from "./validate.ts";

/** What a graph shows by itself. It stays true for as long as graph and registry stay the same. */
export interface Examined {
  /** The outputs, or targets, that exist. */
  readonly wanted: readonly NodeId[];
  readonly issues: readonly Issue[];
  /** The nodes with a check of their own, where nothing else is wrong. */
  readonly asking: readonly NodeId[];
  readonly edges: Edges;
}

/** Looks at all that `targets` need; by default at all that the output nodes do. */
export function examine(prompt: Prompt, registry: Registry, targets: readonly NodeId[] | null): Examined {
  const known = [...prompt.keys()];
  const absent = (targets ?? [])
    .filter((name) => !prompt.has(name))
    .map((name): Issue => ({ code: "unknown-target", name, nearest: suggest(name, known), known }));
  const wanted = targets?.filter((id) => prompt.has(id)) ?? outputNodes(prompt, registry);
  const edges = sources(prompt);
  const issues = [...absent, ...validate(prompt, registry, wanted, edges)];

  const wrong = new Set(issues.flatMap(nodesOf));
  const hasCheck = (id: NodeId) => registry.get(prompt.get(id)?.type ?? "")?.validate !== undefined;
  const asking = [...reachable(wanted, edges)].filter((id) => hasCheck(id) && !wrong.has(id));
  return { wanted, issues, asking, edges };
}
