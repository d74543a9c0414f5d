import type { NodeEvent } from "../jobs/event.ts";
import type { Job } from "../jobs/job.ts";
import type { NodeProgress, RunningJob } from "./job-runner.ts";

/** What is known of a job while it runs. */
export interface RunningState {
  readonly hear: (event: NodeEvent) => void;
  readonly cached: (nodes: readonly string[]) => void;
  readonly look: () => RunningJob;
  /** The node that started last and has not ended. */
  readonly current: () => NodeProgress | null;
}

export function createRunningState(job: Job): RunningState {
  const nodes = new Map<string, NodeProgress>();
  const atWork: string[] = [];

  const leave = (node: string): void => {
    const at = atWork.indexOf(node);
    if (at >= 0) atWork.splice(at, 1);
  };
  const change = (node: string, more: Partial<NodeProgress>): void => {
    const known = nodes.get(node);
    if (known !== undefined) nodes.set(node, { ...known, ...more });
  };
  const begin = (
    { node, display, nodeType }: { readonly node: string; readonly display: string; readonly nodeType: string },
    state: NodeProgress["state"],
  ): void => {
    nodes.set(node, { node, display, nodeType, state, done: 0, total: 1 });
  };

  const hear = (event: NodeEvent): void => {
    switch (event.type) {
      case "node-start":
        begin(event, "running");
        leave(event.node);
        atWork.push(event.node);
        return;
      case "node-progress":
        change(event.node, { done: event.done, total: event.total });
        return;
      case "node-done":
        change(event.node, { state: "finished", done: nodes.get(event.node)?.total ?? 1 });
        leave(event.node);
        return;
      case "node-error":
        change(event.node, { state: "error" });
        leave(event.node);
        return;
      case "node-cached":
        begin(event, "cached");
        return;
      case "node-blocked":
        begin(event, "blocked");
        return;
      case "node-metric":
      case "node-preview":
      case "node-text":
      case "node-log":
        return;
    }
  };
  const current = (): NodeProgress | null => nodes.get(atWork.at(-1) ?? "") ?? null;

  return {
    hear,
    cached: (ids) => {
      for (const node of ids) begin({ node, display: node, nodeType: "" }, "cached");
    },
    look: () => ({
      job: job.id,
      client: job.client,
      startedAt: job.startedAt ?? 0,
      current: current()?.node ?? null,
      nodes,
    }),
    current,
  };
}
