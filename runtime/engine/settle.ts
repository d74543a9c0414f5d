import { NextscaleError } from "../errors.ts";
import type { FailureReason, Job, JobEnd, JobError } from "../jobs/job.ts";
import type { Ran } from "./engine-process.ts";
import { engineErrors } from "./errors.ts";
import type { RunningState } from "./running-job.ts";

/** How often a job is started at most. */
const MOST_ATTEMPTS = 2;

/** Whether a job that allows it is tried again after this. What hung or broke by itself would do so again. */
const TRIED_AGAIN: Readonly<Record<FailureReason, boolean>> = {
  node: false,
  workflow: false,
  memory: true,
  crash: true,
  hang: false,
  server: true,
};

export interface Circumstances {
  /** Someone told it to stop. */
  readonly stopped: boolean;
  /** The server is about to end, and stopped it for that. */
  readonly parked: boolean;
  /** It had begun: the process has said something about it. */
  readonly begun: boolean;
}

/** Where a job goes that ran: back into the queue, with the reason if something went wrong, or to its end. */
export type Outcome =
  | { readonly to: "queue"; readonly reason: FailureReason | null }
  | { readonly to: "end"; readonly end: JobEnd };

/** What becomes of a job. `seen` is what was heard of its nodes, for when the process cannot tell any more. */
export function settle(job: Job, ran: Ran, circumstances: Circumstances, seen: RunningState): Outcome {
  const { stopped, parked, begun } = circumstances;
  if (ran.kind === "ended") {
    const isParked = parked && !stopped && ran.end.status === "cancelled";
    return isParked ? { to: "queue", reason: null } : { to: "end", end: ran.end };
  }
  if (parked && !stopped) return { to: "queue", reason: null };
  const nodes = [...seen.look().nodes.values()];
  const inState = (wanted: string) => nodes.filter(({ state }) => state === wanted).map(({ node }) => node);
  const known = { cached: inState("cached"), executed: inState("finished") };
  if (stopped || ran.stopped) return { to: "end", end: { ...known, status: "cancelled", error: null } };
  if (mayTryAgain(job, ran.error.reason, begun)) return { to: "queue", reason: ran.error.reason };
  const at = seen.current();
  const place = at === null ? {} : { node: at.node, display: at.display, nodeType: at.nodeType };
  return { to: "end", end: { ...known, status: "failed", error: { ...ran.error, ...place } } };
}

/** What becomes of a job that ran when the last server ended. */
export function settleOrphan(job: Job): Outcome {
  const nothing = { cached: [], executed: [] };
  if (job.stopping) return { to: "end", end: { ...nothing, status: "cancelled", error: null } };
  if (mayTryAgain(job, "server", true)) return { to: "queue", reason: "server" };
  return { to: "end", end: { ...nothing, status: "failed", error: errorOf(engineErrors.SERVER_DIED(undefined)) } };
}

/** What never began may begin again, whatever its nodes do. */
function mayTryAgain({ mayRetry, attempt }: Job, reason: FailureReason, begun: boolean): boolean {
  return attempt < MOST_ATTEMPTS && TRIED_AGAIN[reason] && (mayRetry || !begun);
}

/** A fault of the server's own, such as a full disk. */
export function errorOf(cause: unknown): JobError {
  const problem = cause instanceof Error ? cause.message : String(cause);
  const { code, message, help } = cause instanceof NextscaleError ? cause : engineErrors.UNEXPECTED({ problem });
  return { reason: "server", code, message, help, node: null, display: null, nodeType: null };
}
