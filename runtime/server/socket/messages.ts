import type { RunningJob } from "../../engine/job-runner.ts";
import type { JobEvent } from "../../jobs/event.ts";
import { wireOutput } from "../wire/job-outputs.ts";
import type { PreviewType } from "./frames.ts";

/** What a client hears. `text` messages are JSON `{type, data}`; the others become binary frames. */
export type Message =
  | { readonly kind: "text"; readonly type: string; readonly data: Readonly<Record<string, unknown>> }
  | { readonly kind: "preview"; readonly mediaType: PreviewType; readonly image: Uint8Array; readonly metadata: Data }
  | {
      readonly kind: "node-text";
      readonly node: string;
      readonly text: string;
      readonly continues: boolean;
      readonly job: string;
    };

type Data = Readonly<Record<string, unknown>>;

/** What an event of the bus comes to on the wire, in order (spec: the order of events). */
export function messagesOf(event: JobEvent, running: RunningJob | null): readonly Message[] {
  switch (event.type) {
    case "queue":
      return [text("status", statusData(event.waiting + event.running))];
    case "engine":
      return [text("nextscale_engine", { state: event.state })];
    case "job-submitted":
      return [];
    case "job-start":
      return [text("execution_start", { prompt_id: event.job, timestamp: event.at })];
    case "job-cached":
      return [text("execution_cached", { nodes: event.nodes, prompt_id: event.job, timestamp: event.at })];
    case "job-retry":
      return [text("nextscale_retry", { prompt_id: event.job, reason: event.reason, timestamp: event.at })];
    case "node-start":
      return [
        text("executing", { node: event.node, display_node: event.display, prompt_id: event.job }),
        ...state(running, event.job),
      ];
    case "node-progress": {
      const { node, done, total, job, label } = event;
      return [text("progress", { value: done, max: total, prompt_id: job, node, label }), ...state(running, job)];
    }
    case "node-preview":
      return [
        {
          kind: "preview",
          mediaType: event.mediaType,
          image: event.image,
          metadata: { ...place(event.node, event.display, event.job), image_type: event.mediaType },
        },
      ];
    case "node-text": {
      const { node, text: words, continues = false, job } = event;
      return [{ kind: "node-text", node, text: words, continues, job }];
    }
    case "node-metric": {
      const { node, display, job, name, step, value } = event;
      return [text("nextscale_metric", { ...place(node, display, job), name, step, value })];
    }
    case "node-log":
      return [
        text("nextscale_log", { ...place(event.node, event.display, event.job), level: event.level, text: event.text }),
      ];
    case "node-cached": {
      // Found after others had run: what was found before is one message, `job-cached`.
      const { node, job, at: timestamp } = event;
      return [text("execution_cached", { nodes: [node], prompt_id: job, timestamp }), ...state(running, job)];
    }
    case "node-done":
      return state(running, event.job);
    case "node-blocked":
      return event.reason === ""
        ? state(running, event.job)
        : [text("execution_error", blocked(event)), ...state(running, event.job)];
    case "node-error":
      return state(running, event.job);
    case "node-output": {
      const { node, display } = event.output;
      return [
        text("executed", { node, display_node: display, output: wireOutput(event.output), prompt_id: event.job }),
      ];
    }
    case "job-end":
      return [end(event)];
    case "job-left":
      return [text("executing", { node: null, prompt_id: event.job })];
  }
}

/** `status`: how many jobs are in the queue, the running one included. */
export function statusData(remaining: number): Data {
  return { status: { exec_info: { queue_remaining: remaining } } };
}

function end(event: Extract<JobEvent, { readonly type: "job-end" }>): Message {
  const { job: prompt_id, at: timestamp, executed, error, node } = event;
  if (event.status === "done") return text("execution_success", { prompt_id, timestamp });
  if (event.status === "cancelled") {
    const at = { node_id: node?.display ?? null, node_type: node?.nodeType ?? null };
    return text("execution_interrupted", { prompt_id, ...at, executed, timestamp });
  }
  return text("execution_error", {
    prompt_id,
    node_id: error?.display ?? error?.node ?? null,
    node_type: error?.nodeType ?? null,
    executed,
    exception_message: [error?.message, error?.help].filter(Boolean).join(" "),
    exception_type: error?.code ?? "unknown",
    reason: error?.reason ?? null,
    traceback: [],
    current_inputs: {},
    current_outputs: [],
    timestamp,
  });
}

/** A node that does not run, with the reason; the job goes on, and may still succeed. */
function blocked(event: Extract<JobEvent, { readonly type: "node-blocked" }>): Data {
  return {
    prompt_id: event.job,
    node_id: event.display,
    node_type: event.nodeType,
    executed: [],
    exception_message: event.reason,
    exception_type: "ExecutionBlocked",
    traceback: [],
    current_inputs: {},
    current_outputs: [],
    timestamp: event.at,
  };
}

const WIRE_STATE = {
  running: "running",
  finished: "finished",
  cached: "finished",
  blocked: "finished",
  error: "error",
} as const;

/** `progress_state`: where every node of the job that has begun stands. */
function state(running: RunningJob | null, job: string): readonly Message[] {
  if (running === null || running.job !== job) return [];
  const nodes = [...running.nodes.values()].map(({ node, display, state, done, total }) => [
    node,
    { value: done, max: total, state: WIRE_STATE[state], ...place(node, display, job) },
  ]);
  return [text("progress_state", { prompt_id: job, nodes: Object.fromEntries(nodes) })];
}

function place(node: string, display: string, job: string): Data {
  const parent = node === display ? null : display;
  return { node_id: node, prompt_id: job, display_node_id: display, parent_node_id: parent, real_node_id: display };
}

function text(type: string, data: Data): Message {
  return { kind: "text", type, data };
}
