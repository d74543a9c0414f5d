import type { EngineStatus } from "../jobs/event.ts";
import type { Job, JobId, Submission } from "../jobs/job.ts";
import type { CancelOutcome, QueuePlace } from "../jobs/job-store.ts";
import type { DeviceInfo } from "./messages.ts";

/** What a node of the running job is at. */
export interface NodeProgress {
  readonly node: string;
  readonly display: string;
  readonly nodeType: string;
  readonly state: "running" | "finished" | "cached" | "blocked" | "error";
  readonly done: number;
  readonly total: number;
}

/** The running job, for a client that comes in the middle of it. */
export interface RunningJob {
  readonly job: JobId;
  readonly client: string | null;
  readonly startedAt: number;
  /** The node that started last and is still at work. */
  readonly current: string | null;
  /** What has happened to nodes so far, by id. */
  readonly nodes: ReadonlyMap<string, NodeProgress>;
}

export interface EngineState {
  readonly status: EngineStatus;
  readonly pid: number | null;
  /** Resident memory of the process in bytes, as last seen. */
  readonly rss: number | null;
  /** How often the process was lost since the start. */
  readonly lost: number;
  /** Bytes and entries of results kept between jobs, as last told. */
  readonly cache: { readonly entries: number; readonly bytes: number };
  /** Empty until the process has told. */
  readonly devices: readonly DeviceInfo[];
  /** True while nothing new starts: see `pause`. */
  readonly paused: boolean;
}

/**
 * Runs jobs one after the other in the engine process, and is the only one to change the queue: each change is on disk
 * before it is told on the event bus.
 */
export interface JobRunner {
  /** Rejects as `JobStore.submit`. When it resolves the job is on disk. */
  readonly submit: (submission: Submission) => Promise<Job>;
  /** Cancels waiting jobs, and stops running ones: see `CancelOutcome`. In the order of `ids`. */
  readonly cancel: (ids: readonly JobId[]) => Promise<readonly CancelOutcome[]>;
  /** Cancels all that wait or are held, and returns how many that were. */
  readonly cancelWaiting: () => Promise<number>;
  /** Stops the running job, or that job only if it is the one that runs; false when nothing was stopped. */
  readonly interrupt: (id?: JobId) => Promise<boolean>;
  readonly hold: (ids: readonly JobId[]) => Promise<readonly JobId[]>;
  readonly release: (ids: readonly JobId[]) => Promise<readonly JobId[]>;
  /** Rejects as `JobStore.move`. */
  readonly move: (id: JobId, place: QueuePlace) => Promise<Job>;
  /** Rejects as `JobStore.retry`. */
  readonly retry: (id: JobId) => Promise<Job>;
  /** Forgets ended jobs; which were forgotten. */
  readonly remove: (ids: readonly JobId[]) => Promise<readonly JobId[]>;
  /** Unloads models and drops kept results, when the running job has ended. Resolves when that is done. */
  readonly free: () => Promise<void>;
  /** Starts nothing new until `resume`; what runs goes on. */
  readonly pause: () => void;
  readonly resume: () => void;
  readonly running: () => RunningJob | null;
  readonly engine: () => EngineState;
  /** Resolves when nothing waits (held jobs aside) and nothing runs. */
  readonly idle: () => Promise<void>;
  /**
   * Ends: starts nothing new, gives the running job `graceMs` to finish, then stops it and puts it back into the queue,
   * and ends the engine process.
   */
  readonly close: (options?: { readonly graceMs?: number }) => Promise<void>;
}
