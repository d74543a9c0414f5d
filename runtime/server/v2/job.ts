import type { RunningJob } from "../../engine/job-runner.ts";
import type { Job, JobStatus } from "../../jobs/job.ts";
import type { Services } from "../services.ts";
import { BASE, NEVER, outputObject } from "./asset.ts";

const STATUS: { readonly [S in JobStatus]: string } = {
  waiting: "queued",
  held: "queued",
  running: "running",
  done: "succeeded",
  failed: "failed",
  cancelled: "canceled",
};

export const isEnded = ({ status }: Job): boolean => status === "done" || status === "failed" || status === "cancelled";

/** The status of a job as version 2 calls it. */
export function statusWord({ status, stopping }: Job): string {
  return status === "running" && stopping ? "canceling" : STATUS[status];
}

/** Where a job stands in the queue, the first at 1; null when it does not wait. */
export async function queuePosition({ id, status }: Job, { store }: Services): Promise<number | null> {
  if (status !== "waiting" && status !== "held") return null;
  const at = (await store.waiting()).findIndex((each) => each.id === id);
  return at < 0 ? null : at + 1;
}

/** How far a running job is, from 0 to 1 over all its nodes; of an ended one, how far it came. */
export function progressOf(job: Job, running: RunningJob | null): Readonly<Record<string, unknown>> {
  const total = Object.keys(job.prompt).length;
  if (running === null || running.job !== job.id) {
    const done = job.status === "done" ? total : Math.min(total, job.executed.length + job.cached.length);
    return { ...nothing, value: total === 0 ? 0 : done / total, nodes_done: done, nodes_total: total };
  }
  const nodes = [...running.nodes.values()];
  const ended = nodes.filter(({ state }) => state !== "running").length;
  const current = running.current === null ? undefined : running.nodes.get(running.current);
  const part = nodes.reduce(
    (sum, { state, done, total: of }) => (state === "running" && of > 0 ? sum + done / of : sum),
    0,
  );
  const all = Math.max(total, nodes.length, 1);
  return {
    value: Math.min(1, (ended + part) / all),
    nodes_done: ended,
    nodes_total: all,
    current_node: running.current,
    current_node_class: current?.nodeType ?? null,
    step: current?.done ?? null,
    steps: current?.total ?? null,
    message: null,
  };
}

const nothing = { current_node: null, current_node_class: null, step: null, steps: null, message: null };

/** A job as version 2 tells it. */
export async function jobResource(
  job: Job,
  services: Services,
  origin: string,
): Promise<Readonly<Record<string, unknown>>> {
  const { id, createdAt, startedAt, endedAt, outputs, error } = job;
  const self = `${BASE}/jobs/${id}`;
  return {
    id,
    status: statusWord(job),
    created_at: timeOf(createdAt),
    started_at: timeOf(startedAt),
    completed_at: timeOf(endedAt),
    expires_at: NEVER,
    queue_position: await queuePosition(job, services),
    progress: progressOf(job, services.runner.running()),
    outputs: outputs.flatMap(({ display, files }) =>
      files.map((file) => outputObject(file, { node: display, job: id, origin })),
    ),
    error:
      error === null
        ? null
        : {
            code: error.code.toLowerCase(),
            message: [error.message, error.help].filter((text) => text !== "").join(" "),
            node_id: error.display ?? error.node,
            class_type: error.nodeType,
            traceback: null,
          },
    urls: { self, events: `${self}/events`, cancel: `${self}/cancel` },
  };
}

function timeOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
