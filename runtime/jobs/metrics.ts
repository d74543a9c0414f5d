import type { JobEvent } from "./event.ts";
import type { EventBus } from "./event-bus.ts";
import type { EndStatus, FailureReason, JobId } from "./job.ts";

/** How many values lie at or below each bound, as Prometheus counts them. */
export interface Histogram {
  /** Upper bounds in seconds; the last one is infinite. */
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
  readonly sum: number;
}

/** What has happened since the start. */
export interface JobMetrics {
  readonly submitted: number;
  readonly ended: Readonly<Record<EndStatus, number>>;
  readonly failedFor: Readonly<Record<FailureReason, number>>;
  readonly retried: number;
  readonly nodesRun: number;
  readonly nodesCached: number;
  readonly previews: number;
  /** Jobs that wait (held ones included) and run now. */
  readonly waiting: number;
  readonly running: number;
  /** From the start of a job to its end. */
  readonly runSeconds: Histogram;
  /** From the submission of a job to its start. */
  readonly waitSeconds: Histogram;
}

const BOUNDS = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000, Number.POSITIVE_INFINITY];

/** Counts what the bus tells from now on; the result is read at any time. */
export function countJobs(bus: EventBus): () => JobMetrics {
  const ended = { done: 0, failed: 0, cancelled: 0 };
  const failedFor = { node: 0, workflow: 0, memory: 0, crash: 0, hang: 0, server: 0 };
  const totals = { submitted: 0, retried: 0, nodesRun: 0, nodesCached: 0, previews: 0, waiting: 0, running: 0 };
  const runSeconds = createHistogram();
  const waitSeconds = createHistogram();
  const submittedAt = new Map<JobId, number>();
  const startedAt = new Map<JobId, number>();

  const hear = (event: JobEvent): void => {
    switch (event.type) {
      case "job-submitted":
        totals.submitted += 1;
        submittedAt.set(event.job, event.at);
        return;
      case "job-start":
        waitSeconds.add(since(submittedAt, event.job, event.at));
        startedAt.set(event.job, event.at);
        return;
      case "job-retry":
        totals.retried += 1;
        return;
      case "job-end":
        ended[event.status] += 1;
        if (event.error !== null) failedFor[event.error.reason] += 1;
        runSeconds.add(since(startedAt, event.job, event.at));
        submittedAt.delete(event.job);
        startedAt.delete(event.job);
        return;
      case "job-cached":
        totals.nodesCached += event.nodes.length;
        return;
      case "node-cached":
        totals.nodesCached += 1;
        return;
      case "node-done":
        totals.nodesRun += 1;
        return;
      case "node-preview":
        totals.previews += 1;
        return;
      case "queue":
        totals.waiting = event.waiting;
        totals.running = event.running;
        return;
      default:
        return;
    }
  };
  bus.subscribe(({ event }) => hear(event));
  return () => ({
    ...totals,
    ended: { ...ended },
    failedFor: { ...failedFor },
    runSeconds: runSeconds.read(),
    waitSeconds: waitSeconds.read(),
  });
}

function since(times: ReadonlyMap<JobId, number>, job: JobId, at: number): number | null {
  const from = times.get(job);
  return from === undefined ? null : (at - from) / 1000;
}

function createHistogram() {
  const counts = BOUNDS.map(() => 0);
  let sum = 0;
  return {
    add: (seconds: number | null): void => {
      if (seconds === null) return;
      sum += seconds;
      for (const [i, bound] of BOUNDS.entries()) if (seconds <= bound) counts[i] = (counts[i] ?? 0) + 1;
    },
    read: (): Histogram => ({ bounds: BOUNDS, counts: [...counts], sum }),
  };
}
