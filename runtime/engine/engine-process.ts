import type { EngineStatus } from "../jobs/event.ts";
import type { JobEnd, JobError, JobId } from "../jobs/job.ts";
import type { Log } from "../jobs/log.ts";
import { type EngineLife, type EngineLimits, startLife } from "./engine-life.ts";
import type { EngineState } from "./job-runner.ts";
import { type Exit, lossOf } from "./loss.ts";
import type { DeviceInfo, FromEngine, RunRequest, Setup } from "./messages.ts";

export interface EngineProcessOptions {
  /** The module that calls `serveEngine`. */
  readonly entry: string;
  /** Flags of Node for it. Default: those of this process. */
  readonly execArgv?: readonly string[];
  readonly setup: Omit<Setup, "type">;
  readonly limits: EngineLimits;
  /** The wait before it is started again: doubled with each loss in a row, from `first` up to `most` milliseconds. */
  readonly backOff: { readonly first: number; readonly most: number };
  readonly log: Log;
  readonly onStatus: (status: EngineStatus) => void;
}

/** What came of giving a job to the process: its end, or why there is none. `stopped`: it was told to stop. */
export type Ran =
  | { readonly kind: "ended"; readonly end: JobEnd }
  | { readonly kind: "lost"; readonly error: JobError; readonly stopped: boolean };

/** The engine process, started again whenever it is lost. It takes one job at a time. */
export interface EngineProcess {
  readonly start: () => void;
  /** Resolves when it can take a job; false once it is closed. */
  readonly ready: () => Promise<boolean>;
  /** Runs a job; `onMessage` hears what it says, in order. Never rejects. */
  readonly run: (request: RunRequest, onMessage: (message: FromEngine) => void) => Promise<Ran>;
  /** Tells a job to stop; the process is ended when it does not. */
  readonly stop: (job: JobId) => void;
  /** Drops kept results and unloads models. Not while a job runs. */
  readonly free: () => Promise<void>;
  readonly state: () => Omit<EngineState, "paused">;
  /** Ends the process, with whatever it does. */
  readonly close: () => Promise<void>;
}

interface Running {
  readonly request: RunRequest;
  readonly onMessage: (message: FromEngine) => void;
  readonly resolve: (ran: Ran) => void;
  stopping: ReturnType<typeof setTimeout> | null;
}

export function createEngineProcess(options: EngineProcessOptions): EngineProcess {
  const { setup, limits, backOff, log, onStatus } = options;
  let life: EngineLife | null = null;
  let status: EngineStatus = "off";
  let closed = false;
  let lost = 0;
  let lostInARow = 0;
  let again: ReturnType<typeof setTimeout> | null = null;
  let running: Running | null = null;
  let devices: readonly DeviceInfo[] = [];
  let cache = { entries: 0, bytes: 0 };
  const waiters: ((ready: boolean) => void)[] = [];
  const freed: (() => void)[] = [];

  const become = (next: EngineStatus): void => {
    if (status === next) return;
    status = next;
    onStatus(next);
    if (next === "ready") wake(true);
  };
  const wake = (ready: boolean): void => {
    for (const resolve of waiters.splice(0)) resolve(ready);
  };

  const start = (): void => {
    again = null;
    if (closed || life !== null) return;
    become("starting");
    const begun = startLife({ ...options, setup: { type: "setup", ...setup }, onMessage: hear });
    life = begun;
    begun.ended.then((exit) => end(begun, exit));
    log.info({ pid: begun.pid }, "engine process started");
  };
  const hear = (message: FromEngine): void => {
    if (message.type === "ready") {
      devices = message.devices;
      become("ready");
    } else if (message.type === "beat") {
      cache = message.cache;
    } else if (message.type === "freed") {
      for (const resolve of freed.splice(0)) resolve();
    } else if (message.job === running?.request.job) {
      if (message.type === "end") {
        lostInARow = 0;
        settle({ kind: "ended", end: message.end });
        become("ready");
      } else running.onMessage(message);
    }
  };
  const settle = (ran: Ran): void => {
    const was = running;
    running = null;
    if (was?.stopping) clearTimeout(was.stopping);
    was?.resolve(ran);
  };
  const end = (ended: EngineLife, exit: Exit): void => {
    if (life !== ended) return;
    life = null;
    cache = { entries: 0, bytes: 0 };
    for (const resolve of freed.splice(0)) resolve();
    const error = lossOf(exit);
    const job = running?.request.job;
    if (closed) become("off");
    else {
      if (exit.killed !== "stop") {
        lost += 1;
        lostInARow += 1;
      }
      const wait = lostInARow === 0 ? 0 : Math.min(backOff.most, backOff.first * 2 ** (lostInARow - 1));
      log.warn(
        { pid: ended.pid, job, reason: exit.killed ?? error.reason, code: exit.code, signal: exit.signal, wait },
        "engine process lost",
      );
      become("waiting");
      again = setTimeout(start, wait);
    }
    settle({ kind: "lost", error, stopped: exit.killed === "stop" || exit.killed === "close" });
  };

  return {
    start,
    ready: () => {
      if (closed) return Promise.resolve(false);
      if (status === "ready") return Promise.resolve(true);
      return new Promise((resolve) => waiters.push(resolve));
    },
    run: (request, onMessage) =>
      new Promise((resolve) => {
        running = { request, onMessage, resolve, stopping: null };
        if (life === null) {
          const error = lossOf({ ...NEVER_STARTED, rssLimit: limits.rssBytes, hangMs: limits.hangMs });
          return settle({ kind: "lost", error, stopped: false });
        }
        become("busy");
        life.send(request);
      }),
    stop: (job) => {
      if (running?.request.job !== job || running.stopping !== null) return;
      const stuck = life;
      life?.send({ type: "stop", job });
      running.stopping = setTimeout(() => stuck?.kill("stop"), limits.stopMs);
    },
    free: () => {
      if (life === null) return Promise.resolve();
      const done = new Promise<void>((resolve) => freed.push(resolve));
      life.send({ type: "free" });
      return done;
    },
    state: () => ({ status, pid: life?.pid ?? null, rss: life?.rss() ?? null, lost, cache, devices }),
    close: async () => {
      closed = true;
      if (again !== null) clearTimeout(again);
      wake(false);
      const last = life;
      if (last !== null) {
        last.leave();
        const late = setTimeout(() => last.kill("close"), limits.stopMs);
        await last.ended;
        clearTimeout(late);
      }
      become("off");
    },
  };
}

const NEVER_STARTED = { code: null, signal: "it was not there", killed: null, rss: null, lastWords: "" } as const;
