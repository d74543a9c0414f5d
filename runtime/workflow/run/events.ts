import type { NodeId } from "../graph/prompt.ts";
import type { PreviewImage } from "../node/context.ts";

/** Where in the run a node is: its id, and one index for each loop around it, outermost first. */
export interface Place {
  readonly node: NodeId;
  readonly iteration: readonly number[];
}

/** What happens during a run, in order. A loop speaks under the id of its end node: one step of progress a round. */
export type RunEvent =
  /** `steps`: nodes and loops outside of any loop. */
  | { readonly type: "run-start"; readonly steps: number }
  | (Place & { readonly type: "node-start"; readonly title: string; readonly nodeType: string })
  | (Place & { readonly type: "node-progress"; readonly done: number; readonly total: number; readonly label: string })
  | (Place & { readonly type: "node-preview"; readonly image: PreviewImage })
  | (Place & { readonly type: "node-text"; readonly text: string })
  | (Place & { readonly type: "node-file"; readonly path: string })
  | (Place & { readonly type: "node-log"; readonly level: "info" | "warn"; readonly text: string })
  | (Place & { readonly type: "node-done"; readonly ms: number })
  | (Place & { readonly type: "node-cached"; readonly title: string; readonly nodeType: string })
  | (Place & { readonly type: "node-error"; readonly code: string; readonly message: string; readonly help: string })
  | { readonly type: "run-done"; readonly status: "done" | "failed" | "aborted"; readonly ms: number };
