import { reachable, reverse, sources } from "../graph/graph.ts";
import type { NodeId, Prompt } from "../graph/prompt.ts";
import type { Registry } from "../node/registry.ts";
import type { Checked } from "./check-workflow.ts";
import { type Issue, nodesOf } from "./issue.ts";
import { outputNodes } from "./validate.ts";
import { type WireError, type WireGraph, wireError } from "./wire-rows.ts";

/** The answer of ComfyUI's `POST /prompt` to a workflow with problems. */
export interface WireErrors {
  /** Null when at least one output may run. */
  readonly error: WireError | null;
  /** By node id; a node that is only behind a wrong one is not among them. */
  readonly node_errors: Readonly<Record<string, NodeErrors>>;
}

interface NodeErrors {
  readonly errors: readonly WireError[];
  readonly dependent_outputs: readonly NodeId[];
  readonly class_type: string;
}

/** What was found out about a workflow, in the shapes that existing clients read. */
export function wireErrors({ issues, outputs }: Checked, prompt: Prompt, registry: Registry): WireErrors {
  const graph: WireGraph = { prompt, registry };
  const readers = reverse(sources(prompt));
  const wanted = outputNodes(prompt, registry);
  const byNode = new Map<NodeId, Issue[]>();
  for (const issue of issues) for (const id of nodesOf(issue)) byNode.set(id, [...(byNode.get(id) ?? []), issue]);

  const nodes = [...byNode].map(([id, own]): [string, NodeErrors] => {
    const after = reachable([id], readers);
    const errors = own.map((issue) => wireError(issue, id, graph));
    const dependent_outputs = wanted.filter((output) => after.has(output));
    return [id, { errors, dependent_outputs, class_type: prompt.get(id)?.type ?? "" }];
  });
  return { error: outputs.length > 0 ? null : requestError(issues, graph), node_errors: Object.fromEntries(nodes) };
}

/** Why nothing can run: a type that is not installed first, as clients offer to install it. */
function requestError(issues: readonly Issue[], graph: WireGraph): WireError {
  const whole =
    issues.find(({ code }) => code === "unknown-node-type") ?? issues.find(({ code }) => code === "no-output");
  if (whole !== undefined) return wireError(whole, nodesOf(whole)[0] ?? null, graph);
  const lines = issues.map((issue) => wireError(issue, nodesOf(issue)[0] ?? null, graph));
  return {
    type: "prompt_outputs_failed_validation",
    message: "Prompt outputs failed validation",
    details: lines.map(({ message, details }) => `${message}: ${details}`).join("\n"),
    extra_info: {},
  };
}
