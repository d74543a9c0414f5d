import type { Issue } from "../check/issue.ts";
import type { NodeId } from "../graph/prompt.ts";
import type { PreviewImage } from "../node/context.ts";

/** Where in the run a node is. */
export interface Place {
  readonly node: NodeId;
  /** The node of the file that it belongs to: itself, or the one that expanded into it. */
  readonly display: NodeId;
  /** One index for each loop around it, outermost first. */
  readonly iteration: readonly number[];
}

/** What a node is called. */
export interface About {
  readonly title: string;
  readonly nodeType: string;
}

/**
 * What happens during a run, in the order of docs/lifecycle.md. A loop speaks under the id of its end node: one step of
 * progress a round.
 */
export type RunEvent =
  /** `steps`: nodes and loops outside of any loop. `issues`: why some outputs will not run. */
  | { readonly type: "run-start"; readonly steps: number; readonly issues: readonly Issue[] }
  | (Place & About & { readonly type: "node-start" })
  | (Place & { readonly type: "node-progress"; readonly done: number; readonly total: number; readonly label: string })
  /** A point of a curve: the value of what is called `name` at a step. */
  | (Place & { readonly type: "node-metric"; readonly name: string; readonly step: number; readonly value: number })
  | (Place & { readonly type: "node-preview"; readonly image: PreviewImage })
  /** A line of a result, or with `continues` more of the line before. */
  | (Place & { readonly type: "node-text"; readonly text: string; readonly continues?: true })
  | (Place & { readonly type: "node-file"; readonly path: string })
  | (Place & { readonly type: "node-log"; readonly level: "info" | "warn"; readonly text: string })
  /** The node does not run, or not for some item of a list; `reason` is empty when that is as intended. */
  | (Place & About & { readonly type: "node-blocked"; readonly reason: string })
  | (Place & { readonly type: "node-done"; readonly ms: number })
  | (Place & About & { readonly type: "node-cached" })
  | (Place & { readonly type: "node-error"; readonly code: string; readonly message: string; readonly help: string })
  | { readonly type: "run-done"; readonly status: "done" | "failed" | "aborted"; readonly ms: number };
