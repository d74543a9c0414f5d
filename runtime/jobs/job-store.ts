import type { BlobHash, Job, JobEnd, JobId, JobStatus, JobSummary, NodeOutput, Submission } from "./job.ts";
import type { Pruned, Retention } from "./retention.ts";

/**
 * What cancelling did: `cancelled` at once, as it waited; told to `stop`, as it runs; or nothing, since it had `ended`
 * or is `unknown`.
 */
export type CancelOutcome = "cancelled" | "stopping" | "ended" | "unknown";

/** Where a waiting job goes: to a number, to an end of the queue, or before another. */
export type QueuePlace = { readonly order: number } | { readonly before: JobId } | "front" | "back";

export interface JobQuery {
  /** Default: all. */
  readonly statuses?: readonly JobStatus[];
  /** Jobs whose `workflow.id` this is. Default: all. */
  readonly workflow?: string;
  /** `duration` is the time from start to end; a job without comes last, both ways. Default `created`. */
  readonly sortBy?: "created" | "duration";
  /** Default false: the newest or longest first. */
  readonly ascending?: boolean;
  /** Default: no end. */
  readonly limit?: number;
  /** Default 0. */
  readonly offset?: number;
}

/** A job in a list: what its outputs are, without its graph. */
export interface JobRow extends JobSummary {
  readonly outputs: readonly NodeOutput[];
  readonly workflowId: string | null;
}

export interface JobPage {
  readonly jobs: readonly JobRow[];
  /** How many there are without `limit` and `offset`. */
  readonly total: number;
}

/** Which part of the history: the newest `limit`, or with `offset` a window that counts from the oldest. */
export interface HistoryWindow {
  readonly limit?: number;
  readonly offset?: number;
}

/**
 * Keeps jobs. Each call is whole or has no effect, and what it answers survives the end of the process; that a job was
 * accepted survives a power cut too. A job is waiting (or held), running
 * or ended, and never two of these. What is not in it: who may do what, telling anyone, running anything.
 *
 * All calls reject with STORE_* when the place where jobs are kept fails.
 */
export interface JobStore {
  /** New → waiting, or held. Rejects with JOBS_ID_TAKEN, JOBS_KEY_USED. */
  readonly submit: (submission: Submission) => Promise<Job>;
  /** Waiting → running: the first in the queue; null when none waits. */
  readonly claim: () => Promise<Job | null>;
  /** Running → its end. False, and nothing changes, unless that attempt is the one that runs. */
  readonly finish: (id: JobId, attempt: number, end: JobEnd) => Promise<boolean>;
  /** Running → waiting, in its old place. False as `finish`. */
  readonly requeue: (id: JobId, attempt: number) => Promise<boolean>;
  /**
   * Keeps what a node of a running job showed. Its files come with the names asked for and go with those they have: a
   * number in a name rises until nothing else has it. null as `finish` gives false.
   */
  readonly addOutput: (id: JobId, attempt: number, output: NodeOutput) => Promise<NodeOutput | null>;

  /** Waiting or held → cancelled; running → running, to stop. In the order of `ids`. */
  readonly cancel: (ids: readonly JobId[]) => Promise<readonly CancelOutcome[]>;
  /** Waiting → held. Returns the ids that changed. */
  readonly hold: (ids: readonly JobId[]) => Promise<readonly JobId[]>;
  /** Held → waiting. Returns the ids that changed. */
  readonly release: (ids: readonly JobId[]) => Promise<readonly JobId[]>;
  /** Gives a waiting or held job another place. Rejects with JOBS_UNKNOWN, JOBS_WRONG_STATUS. */
  readonly move: (id: JobId, place: QueuePlace) => Promise<Job>;
  /** Ended → a new job that asks for the same. Rejects with JOBS_UNKNOWN, JOBS_WRONG_STATUS. */
  readonly retry: (id: JobId) => Promise<Job>;
  /** Ended → gone, with its temporary files. Returns the ids that are gone. Kept files stay. */
  readonly remove: (ids: readonly JobId[]) => Promise<readonly JobId[]>;

  readonly get: (id: JobId) => Promise<Job | null>;
  /** Waiting (and held) and running jobs at one moment: a job that is on its way from one to the other is in one. */
  readonly queue: () => Promise<{ readonly waiting: readonly Job[]; readonly running: readonly Job[] }>;
  /** Waiting and held jobs, in their order. */
  readonly waiting: () => Promise<readonly Job[]>;
  readonly running: () => Promise<readonly Job[]>;
  /** Ended jobs, oldest first. */
  readonly history: (window?: HistoryWindow) => Promise<readonly Job[]>;
  readonly list: (query?: JobQuery) => Promise<JobPage>;
  readonly counts: () => Promise<Readonly<Record<JobStatus, number>>>;

  /** Forgets jobs and files beyond what is to be kept. */
  readonly prune: (retention: Retention) => Promise<Pruned>;
  /** Every blob that a file names or a job asks for. */
  readonly blobsInUse: () => Promise<readonly BlobHash[]>;
}
