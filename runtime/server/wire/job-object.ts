import type { Job, JobStatus } from "../../jobs/job.ts";
import type { JobRow } from "../../jobs/job-store.ts";
import { failure } from "./history-entry.ts";
import { previewOf, wireOutputs } from "./job-outputs.ts";

/** The status of a job as clients call it. */
export const WIRE_STATUS: { readonly [S in JobStatus]: string } = {
  waiting: "pending",
  held: "pending",
  running: "in_progress",
  done: "completed",
  failed: "failed",
  cancelled: "cancelled",
};

/** A job of a list. What is not known is left out. */
export function jobObject(job: JobRow): Readonly<Record<string, unknown>> {
  const { id, status, order, createdAt, startedAt, endedAt, outputs, workflowId } = job;
  const preview = previewOf(outputs);
  const facts = {
    id,
    status: WIRE_STATUS[status],
    held: status === "held" ? true : null,
    priority: order,
    create_time: createdAt,
    execution_start_time: startedAt,
    execution_end_time: endedAt,
    execution_error: job.error === null ? null : errorObject(job),
    outputs_count: outputs.reduce((sum, { files, texts }) => sum + files.length + texts.length, 0),
    previewable_outputs_count: outputs.reduce((sum, { files }) => sum + files.length, 0),
    preview_output: preview,
    workflow_id: workflowId,
    retry_of: job.retryOf,
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null));
}

/** One job with all that is known of it. */
export function wholeJobObject(job: Job): Readonly<Record<string, unknown>> {
  const { workflow, prompt, extra, outputs, status } = job;
  const id = workflow?.id;
  const row: JobRow = { ...job, workflowId: typeof id === "string" ? id : null };
  const embedded = workflow === null ? {} : { extra_pnginfo: { workflow } };
  return {
    ...jobObject(row),
    outputs: wireOutputs(outputs),
    execution_status: {
      status_str: status === "done" ? "success" : "error",
      completed: status === "done",
      messages: [],
    },
    workflow: { prompt, extra_data: { ...extra, ...embedded } },
    ...(status === "failed" && { execution_error: failure(job) }),
  };
}

function errorObject({ error }: JobRow): Readonly<Record<string, unknown>> {
  return {
    node_id: error?.display ?? error?.node ?? null,
    node_type: error?.nodeType ?? null,
    exception_message: error?.message ?? "",
    exception_type: error?.code ?? "",
    help: error?.help ?? "",
    reason: error?.reason ?? null,
  };
}
