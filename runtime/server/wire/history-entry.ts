import type { Job } from "../../jobs/job.ts";
import { wireOutputs } from "./job-outputs.ts";

/** A job as `/queue` lists it: `[number, id, prompt, extra, outputs to make]`. */
export type QueueItem = readonly [number, string, unknown, Readonly<Record<string, unknown>>, readonly string[]];

export function queueItem({ order, id, prompt, extra, client, createdAt, targets, workflow }: Job): QueueItem {
  const embedded = workflow === null ? {} : { extra_pnginfo: { workflow } };
  const owner = client === null ? {} : { client_id: client };
  return [order, id, prompt, { ...extra, ...embedded, ...owner, create_time: createdAt }, targets];
}

/** An ended job as `/history` tells it. */
export function historyEntry(job: Job): Readonly<Record<string, unknown>> {
  const meta = job.outputs.map(({ node, display }) => {
    const parent = node === display ? null : display;
    return [display, { node_id: node, display_node: display, parent_node: parent, real_node_id: display }];
  });
  return {
    prompt: queueItem(job),
    outputs: wireOutputs(job.outputs),
    status: {
      status_str: job.status === "done" ? "success" : "error",
      completed: job.status === "done",
      messages: messagesOf(job),
    },
    meta: Object.fromEntries(meta),
  };
}

/** The messages that told of the job while it ran, those of its beginning and its end. */
function messagesOf(job: Job): readonly (readonly [string, Readonly<Record<string, unknown>>])[] {
  const { id: prompt_id, startedAt, endedAt, cached, status } = job;
  const begun =
    startedAt === null
      ? []
      : [
          ["execution_start", { prompt_id, timestamp: startedAt }] as const,
          ["execution_cached", { nodes: cached, prompt_id, timestamp: startedAt }] as const,
        ];
  if (endedAt === null) return begun;
  if (status === "done") return [...begun, ["execution_success", { prompt_id, timestamp: endedAt }]];
  return [
    ...begun,
    status === "failed" ? ["execution_error", failure(job)] : ["execution_interrupted", interruption(job)],
  ];
}

/** `execution_error`: what failed, and what the reader should do. */
export function failure({ id, error, executed, endedAt }: Job): Readonly<Record<string, unknown>> {
  return {
    prompt_id: id,
    node_id: error?.display ?? error?.node ?? null,
    node_type: error?.nodeType ?? null,
    executed,
    exception_message: [error?.message, error?.help].filter(Boolean).join(" "),
    exception_type: error?.code ?? "unknown",
    traceback: [],
    current_inputs: {},
    current_outputs: [],
    timestamp: endedAt,
  };
}

function interruption({ id, executed, endedAt }: Job): Readonly<Record<string, unknown>> {
  return { prompt_id: id, node_id: null, node_type: null, executed, timestamp: endedAt };
}
