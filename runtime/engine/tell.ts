import type { EventBus } from "../jobs/event-bus.ts";
import type { Job, JobEnd, JobId } from "../jobs/job.ts";
import type { JobStore } from "../jobs/job-store.ts";
import type { Log } from "../jobs/log.ts";
import type { NodeProgress } from "./job-runner.ts";

export interface TellOptions {
  readonly store: JobStore;
  readonly bus: EventBus;
  readonly log: Log;
  readonly now: () => number;
}

/** Tells on the bus what has been written. */
export interface Tell {
  /** What every event of a job carries. */
  readonly about: (job: Job) => { readonly job: JobId; readonly client: string | null; readonly at: number };
  readonly queue: () => Promise<void>;
  /** The end of a job, then the queue without it, then that all is said. `at` is the node that was at work. */
  readonly end: (job: Job, end: JobEnd, at?: NodeProgress | null) => Promise<void>;
}

export function createTell({ store, bus, log, now }: TellOptions): Tell {
  const about = (job: Job) => ({ job: job.id, client: job.client, at: now() });
  const queue = async (): Promise<void> => {
    const { waiting, held, running } = await store.counts();
    bus.publish({ type: "queue", waiting: waiting + held, running, at: now() });
  };
  return {
    about,
    queue,
    end: async (job, { status, error, executed }, at = null) => {
      const node = at && { node: at.node, display: at.display, nodeType: at.nodeType };
      log.info({ job: job.id, status, code: error?.code, reason: error?.reason, attempt: job.attempt }, "job ended");
      bus.publish({ type: "job-end", ...about(job), status, error, executed, node });
      await queue();
      bus.publish({ type: "job-left", ...about(job) });
    },
  };
}
