import type { NodeId } from "../graph/prompt.ts";
import type { Refusal } from "../node/port-type.ts";

interface AtNode {
  readonly node: NodeId;
  readonly title: string;
}

interface AtInput extends AtNode {
  readonly input: string;
}

/** The output a link comes from. */
interface LinkEnd {
  readonly source: NodeId;
  readonly slot: number;
}

/** What the writer may have meant, and all there is. */
interface Nearest {
  readonly nearest: string | null;
  readonly known: readonly string[];
}

/** One problem of a workflow, as data; `issueText` words it. */
export type Issue =
  | (AtNode & { readonly code: "unknown-node-type"; readonly type: string; readonly nearest: string | null })
  | (AtInput & Nearest & { readonly code: "unknown-input" })
  | (AtInput & { readonly code: "missing-input"; readonly type: string })
  | (AtInput & { readonly code: "needs-link"; readonly type: string })
  | (AtInput & { readonly code: "broken-link" } & LinkEnd)
  | (AtInput & { readonly code: "link-type"; readonly type: string; readonly got: string } & LinkEnd)
  | (AtInput & Omit<Refusal, "ok"> & { readonly code: "bad-value"; readonly got: string })
  /** The node's own check says no. */
  | (AtNode & { readonly code: "refused"; readonly reason: string })
  /** The node's own check threw. */
  | (AtNode & { readonly code: "validator-failed"; readonly kind: string; readonly problem: string })
  | (Nearest & { readonly code: "unknown-target"; readonly name: string })
  | { readonly code: "ambiguous-target"; readonly name: string; readonly nodes: readonly NodeId[] }
  | { readonly code: "cycle"; readonly nodes: readonly NodeId[] }
  | { readonly code: "no-output" }
  | (AtNode & { readonly code: "loop-unpaired"; readonly problem: string })
  | (AtInput & { readonly code: "loop-leak"; readonly source: NodeId; readonly loop: NodeId })
  | (AtNode & { readonly code: "loop-overlap" })
  | { readonly code: "set-form"; readonly setting: string }
  | (Nearest & { readonly code: "set-unknown-node"; readonly name: string })
  | { readonly code: "set-ambiguous-node"; readonly name: string; readonly nodes: readonly NodeId[] }
  | (AtInput & Nearest & { readonly code: "set-unknown-input" });

export type IssueCode = Issue["code"];

/** The nodes that an issue makes unfit to run. */
export function nodesOf(issue: Issue): readonly NodeId[] {
  if (issue.code === "cycle") return issue.nodes;
  return "node" in issue ? [issue.node] : [];
}
