import type { EngineState, JobRunner, RunningJob } from "../../../runtime/engine/job-runner.ts";
import type { EventBus } from "../../../runtime/jobs/event-bus.ts";
import type { EndStatus, Job, JobError, NodeOutput } from "../../../runtime/jobs/job.ts";
import type { JobStore } from "../../../runtime/jobs/job-store.ts";

/** How a job that a test runs by hand goes. */
export interface FakeRun {
  /** Default none. */
  readonly outputs?: readonly NodeOutput[];
  /** Default "done". */
  readonly status?: EndStatus;
  /** Default null. */
  readonly error?: JobError | null;
}

/** A runner that never runs anything by itself: `start` and `end` let the next job begin and end. */
export interface FakeRunner extends JobRunner {
  /** The next job begins; null when none waits. */
  readonly start: () => Promise<Job | null>;
  /** The job that was started ends. */
  readonly end: (run?: FakeRun) => Promise<Job>;
  /** The next job, from its start to its end. */
  readonly runNext: (run?: FakeRun) => Promise<Job>;
  /** How often models were unloaded. */
  readonly freed: () => number;
  readonly setEngine: (change: Partial<EngineState>) => void;
}

const READY: EngineState = {
  status: "ready",
  pid: 1,
  rss: 1000,
  lost: 0,
  cache: { entries: 2, bytes: 64 },
  devices: [{ name: "Test device", type: "cpu", totalBytes: 4096, freeBytes: 1024 }],
  paused: false,
};

/** A runner over a real store and bus, without an engine process. */
export function createFakeRunner(store: JobStore, bus: EventBus): FakeRunner {
  let engine = READY;
  let freed = 0;
  let current: { readonly job: Job; readonly outputs: NodeOutput[] } | null = null;
  const at = 1;
  const queue = async (): Promise<void> => {
    const { waiting, held, running } = await store.counts();
    bus.publish({ type: "queue", waiting: waiting + held, running, at });
  };
  const of = ({ id, client }: Job) => ({ job: id, client, at });

  const start: FakeRunner["start"] = async () => {
    const job = await store.claim();
    if (job === null) return null;
    current = { job, outputs: [] };
    await queue();
    bus.publish({ ...of(job), type: "job-start", attempt: job.attempt });
    bus.publish({ ...of(job), type: "job-cached", nodes: [] });
    return job;
  };

  const end: FakeRunner["end"] = async ({ outputs = [], status = "done", error = null } = {}) => {
    if (current === null) throw new Error("no job was started");
    const { job } = current;
    for (const output of outputs) {
      const kept = await store.addOutput(job.id, job.attempt, output);
      if (kept !== null) bus.publish({ ...of(job), type: "node-output", output: kept });
    }
    const executed = outputs.map(({ node }) => node);
    await store.finish(job.id, job.attempt, { status, error, cached: [], executed });
    current = null;
    bus.publish({ ...of(job), type: "job-end", status, error, executed, node: null });
    await queue();
    bus.publish({ ...of(job), type: "job-left" });
    const ended = await store.get(job.id);
    if (ended === null) throw new Error("the job is gone");
    return ended;
  };

  const told = async <T>(change: Promise<T>): Promise<T> => {
    const result = await change;
    await queue();
    return result;
  };

  return {
    submit: async (submission) => {
      const job = await store.submit(submission);
      bus.publish({ ...of(job), type: "job-submitted" });
      await queue();
      return job;
    },
    cancel: (ids) => told(store.cancel(ids)),
    cancelWaiting: async () => {
      const ids = (await store.waiting()).map(({ id }) => id);
      await told(store.cancel(ids));
      return ids.length;
    },
    interrupt: async (id) => {
      if (current === null || (id !== undefined && id !== current.job.id)) return false;
      await end({ status: "cancelled" });
      return true;
    },
    hold: (ids) => told(store.hold(ids)),
    release: (ids) => told(store.release(ids)),
    move: (id, place) => told(store.move(id, place)),
    retry: (id) => told(store.retry(id)),
    remove: (ids) => told(store.remove(ids)),
    free: async () => {
      freed += 1;
    },
    pause: () => {},
    resume: () => {},
    running: (): RunningJob | null =>
      current === null
        ? null
        : { job: current.job.id, client: current.job.client, startedAt: at, current: null, nodes: new Map() },
    engine: () => engine,
    idle: async () => {},
    close: async () => {},
    start,
    end,
    runNext: async (run) => {
      await start();
      return end(run);
    },
    freed: () => freed,
    setEngine: (change) => {
      engine = { ...engine, ...change };
    },
  };
}
