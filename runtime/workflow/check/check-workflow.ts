import { type Edges, reachable, reverse, sources } from "../graph/graph.ts";
import type { NodeId, Prompt } from "../graph/prompt.ts";
import { suggest } from "../graph/suggest.ts";
import type { Registry } from "../node/registry.ts";
import { askNodes } from "./ask-nodes.ts";
import { type Issue, nodesOf } from "./issue.ts";
import { outputNodes, validate } from "./validate.ts";

export interface CheckOptions {
  /** The nodes to run for. Default: all output nodes. */
  readonly targets?: readonly NodeId[];
}

/** What a workflow can do, and what is wrong with the rest. */
export interface Checked {
  /** The outputs, or targets, that may run: nothing they need has an issue. */
  readonly outputs: readonly NodeId[];
  /** Every problem, those of `validate` first, then what nodes themselves refuse. */
  readonly issues: readonly Issue[];
}

/** Checks a whole workflow, nodes with a `validate` of their own included. Never throws. */
export async function checkWorkflow(
  prompt: Prompt,
  registry: Registry,
  { targets }: CheckOptions = {},
): Promise<Checked> {
  const known = [...prompt.keys()];
  const absent = (targets ?? [])
    .filter((name) => !prompt.has(name))
    .map((name): Issue => ({ code: "unknown-target", name, nearest: suggest(name, known), known }));
  const wanted = targets?.filter((id) => prompt.has(id)) ?? outputNodes(prompt, registry);
  const found = [...absent, ...validate(prompt, registry, wanted)];

  const edges = sources(prompt);
  const wrong = new Set(found.flatMap(nodesOf));
  const sound = [...reachable(wanted, edges)].filter((id) => !wrong.has(id));
  const issues = [...found, ...(await askNodes(sound, prompt, registry))];
  for (const issue of issues) for (const id of nodesOf(issue)) wrong.add(id);
  return { outputs: without(wanted, wrong, edges), issues };
}

/** The outputs that need nothing wrong. */
function without(outputs: readonly NodeId[], wrong: ReadonlySet<NodeId>, edges: Edges): NodeId[] {
  const spoilt = reachable(wrong, reverse(edges));
  return outputs.filter((id) => !spoilt.has(id));
}
