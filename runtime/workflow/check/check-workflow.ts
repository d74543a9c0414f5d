import { type Edges, reachable, reverse } from "../graph/graph.ts";
import type { NodeId, Prompt } from "../graph/prompt.ts";
import type { Registry } from "../node/registry.ts";
import { askNodes } from "./ask-nodes.ts";
import { type Examined, examine } from "./examine.ts";
import { type Issue, nodesOf } from "./issue.ts";

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
export function checkWorkflow(prompt: Prompt, registry: Registry, { targets }: CheckOptions = {}): Promise<Checked> {
  return completeCheck(examine(prompt, registry, targets ?? null), prompt, registry);
}

/** Asks the nodes that have a check of their own, which may look at the world beside the graph. */
export async function completeCheck(
  { wanted, issues: found, asking, edges }: Examined,
  prompt: Prompt,
  registry: Registry,
): Promise<Checked> {
  const refused = asking.length === 0 ? [] : await askNodes(asking, prompt, registry);
  const issues = refused.length === 0 ? found : [...found, ...refused];
  if (issues.length === 0) return { outputs: wanted, issues };
  return { outputs: without(wanted, new Set(issues.flatMap(nodesOf)), edges), issues };
}

/** The outputs that need nothing wrong. */
function without(outputs: readonly NodeId[], wrong: ReadonlySet<NodeId>, edges: Edges): NodeId[] {
  const spoilt = reachable(wrong, reverse(edges));
  return outputs.filter((id) => !spoilt.has(id));
}
