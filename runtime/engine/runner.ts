import { setTimeout as sleep } from "node:timers/promises";
import type { EventBus } from "../jobs/event-bus.ts";
import type { Job, JobId } from "../jobs/job.ts";
import type { JobStore } from "../jobs/job-store.ts";
import type { Log } from "../jobs/log.ts";
import type { EngineProcess } from "./engine-process.ts";
import type { JobRunner } from "./job-runner.ts";
import { runClaimed } from "./run-claimed.ts";
import { createRunningState, type RunningState } from "./running-job.ts";
import { settle, settleOrphan } from "./settle.ts";
import { createTell } from "./tell.ts";

export interface RunnerOptions {
  readonly store: JobStore;
  readonly bus: EventBus;
  readonly engine: EngineProcess;
  readonly log: Log;
  /** Milliseconds since 1970. Default: the clock. */
  readonly now?: () => number;
  /** The wait before a write that failed is tried again, in milliseconds. Default 1000. */
  readonly retryMs?: number;
  /** Memory of the engine process, in bytes, from which on it drops what it keeps after a job. Default: none. */
  readonly softRssBytes?: number;
}

const GRACE_MS = 10_000;

/**
 * Starts to run jobs: first those are settled that ran when the last server ended. Rejects with STORE_* when that
 * cannot be done.
 */
export async function startRunner(options: RunnerOptions): Promise<JobRunner> {
  const { store, bus, engine, log, now = Date.now, retryMs = 1000, softRssBytes = Number.POSITIVE_INFINITY } = options;
  const tell = createTell({ store, bus, log, now });
  let current: { readonly job: Job; readonly state: RunningState } | null = null;
  /** Jobs that someone told to stop and that have not ended. */
  const stopping = new Set<JobId>();
  let paused = false;
  let closing = false;
  /** The running job is stopped because the server ends. */
  let parking = false;
  const closed = new AbortController();
  let wakeUp = (): void => {};
  let freeing: (() => void)[] = [];
  /** The process that has dropped what it kept. */
  let relieved: number | null = null;
  const whenIdle: (() => void)[] = [];

  /** Writes until it is written: a disk may be full for a while. Gives up when the server ends. */
  const surely = async <T>(work: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        log.error({ error, job: current?.job.id }, "the job database failed");
        if (closing) throw error;
        await sleep(retryMs, undefined, { signal: closed.signal }).catch(() => {});
      }
    }
  };

  const runOne = async (job: Job): Promise<void> => {
    const { id, attempt } = job;
    const state = createRunningState(job);
    current = { job, state };
    log.info({ job: id, client: job.client, attempt }, "job started");
    await tell.queue();
    bus.publish({ type: "job-start", ...tell.about(job), attempt });
    const running = runClaimed(job, state, { store, bus, engine, log, tell });
    if (stopping.has(id)) engine.stop(id);
    const { ran, begun } = await running;
    const outcome = settle(job, ran, { stopped: stopping.has(id), parked: parking, begun }, state);
    if (outcome.to === "queue") {
      await surely(() => store.requeue(id, attempt));
      log.warn({ job: id, reason: outcome.reason }, "job waits again");
      if (outcome.reason !== null) bus.publish({ type: "job-retry", ...tell.about(job), reason: outcome.reason });
      await tell.queue();
    } else if (await surely(() => store.finish(id, attempt, outcome.end))) {
      await tell.end(job, outcome.end, state.current());
    }
    stopping.delete(id);
    current = null;
  };

  /** Once for each process: if it grows as large again, it needs that much. */
  const isTight = (): boolean => {
    const { rss, pid } = engine.state();
    return pid !== relieved && rss !== null && rss > softRssBytes;
  };
  const free = async (): Promise<void> => {
    const asked = freeing;
    freeing = [];
    relieved = engine.state().pid;
    await engine.free();
    for (const resolve of asked) resolve();
  };
  const work = async (): Promise<void> => {
    while (!closing) {
      if (!(await engine.ready()) || closing) return;
      if (freeing.length > 0 || isTight()) await free();
      const woken = new Promise<void>((resolve) => {
        wakeUp = resolve; // before the look: what comes after it must not be missed
      });
      const job = paused ? null : await surely(store.claim);
      if (job !== null) {
        await runOne(job);
        continue;
      }
      if (!paused) for (const resolve of whenIdle.splice(0)) resolve();
      await woken;
    }
  };

  for (const job of await store.running()) {
    const outcome = settleOrphan(job);
    if (outcome.to === "queue") await store.requeue(job.id, job.attempt);
    else if (await store.finish(job.id, job.attempt, outcome.end)) await tell.end(job, outcome.end);
  }
  engine.start();
  const worked = work().catch((error: unknown) => {
    log.error({ error }, "no more jobs are run");
  });

  const changed = async <T>(result: T): Promise<T> => {
    await tell.queue();
    wakeUp();
    return result;
  };
  const submitted = async (job: Job): Promise<Job> => {
    log.info({ job: job.id, client: job.client }, "job submitted");
    bus.publish({ type: "job-submitted", ...tell.about(job) });
    return changed(job);
  };
  const cancel: JobRunner["cancel"] = async (ids) => {
    const outcomes = await store.cancel(ids);
    for (const [i, id] of ids.entries()) {
      if (outcomes[i] === "stopping") {
        stopping.add(id);
        engine.stop(id);
      }
      const job = outcomes[i] === "cancelled" ? await store.get(id) : null;
      if (job !== null) await tell.end(job, { status: "cancelled", error: null, cached: [], executed: [] });
    }
    return outcomes;
  };

  return {
    submit: async (submission) => submitted(await store.submit(submission)),
    cancel,
    cancelWaiting: async () => {
      const outcomes = await cancel((await store.waiting()).map(({ id }) => id));
      return outcomes.filter((outcome) => outcome === "cancelled").length;
    },
    interrupt: async (id) => {
      const running = current?.job.id;
      if (running === undefined || (id !== undefined && id !== running)) return false;
      return (await cancel([running]))[0] === "stopping";
    },
    hold: async (ids) => changed(await store.hold(ids)),
    release: async (ids) => changed(await store.release(ids)),
    move: async (id, place) => changed(await store.move(id, place)),
    retry: async (id) => submitted(await store.retry(id)),
    remove: store.remove,
    free: () =>
      new Promise((resolve) => {
        freeing.push(resolve);
        wakeUp();
      }),
    pause: () => {
      paused = true;
    },
    resume: () => {
      paused = false;
      wakeUp();
    },
    running: () => current?.state.look() ?? null,
    engine: () => ({ ...engine.state(), paused }),
    idle: () =>
      new Promise((resolve) => {
        whenIdle.push(resolve);
        wakeUp();
      }),
    close: async ({ graceMs = GRACE_MS } = {}) => {
      closing = true;
      wakeUp();
      if (current !== null) await Promise.race([worked, sleep(graceMs, undefined, { ref: false })]);
      closed.abort();
      parking = true;
      if (current !== null) engine.stop(current.job.id);
      if (current !== null) await worked;
      await engine.close();
      await worked;
      for (const resolve of freeing) resolve();
    },
  };
}
