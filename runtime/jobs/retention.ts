import type { BlobStore, Collected } from "./blob-store.ts";
import type { JobStore } from "./job-store.ts";

/** How much is kept. What is oldest goes first; waiting and running jobs, uploads and what they need never go. */
export interface Retention {
  /** Most jobs in the history; null: no limit. */
  readonly mostJobs: number | null;
  /** How long a job stays in the history after its end, in milliseconds; null: for ever. */
  readonly jobsMs: number | null;
  /** Most bytes of results, kept and temporary ones together; null: no limit. */
  readonly mostBytes: number | null;
  /** How long results are kept, in milliseconds; null: for ever. */
  readonly outputsMs: number | null;
  /** How long temporary results are kept, in milliseconds. They also go with their job. */
  readonly temporaryMs: number;
}

const HOUR_MS = 3_600_000;

/** Results stay until someone asks for a limit. */
export const defaultRetention: Retention = {
  mostJobs: 10_000,
  jobsMs: null,
  mostBytes: null,
  outputsMs: null,
  temporaryMs: 24 * HOUR_MS,
};

/** How many are gone. */
export interface Pruned {
  readonly jobs: number;
  readonly files: number;
}

/** A blob that is not named yet may be part of a job that runs, or lie between two nodes of it. */
const GRACE_MS = 24 * HOUR_MS;

/** Forgets what is not to be kept, and then deletes the blobs that nothing needs. Rejects with STORE_*, FILE_*. */
export async function collectGarbage(
  store: JobStore,
  blobs: BlobStore,
  retention: Retention,
  { now, graceMs = GRACE_MS }: { readonly now: number; readonly graceMs?: number },
): Promise<Pruned & { readonly blobs: Collected }> {
  const pruned = await store.prune(retention);
  const keep = new Set<string>(await store.blobsInUse());
  return { ...pruned, blobs: await blobs.collect({ keep, before: now - graceMs }) };
}
