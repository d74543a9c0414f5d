import type { Readable } from "node:stream";
import type { BlobHash } from "./job.ts";

export interface BlobStat {
  readonly hash: BlobHash;
  readonly bytes: number;
}

/** First and last byte of a part, both included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

export interface CollectOptions {
  /** Blobs to keep. */
  readonly keep: ReadonlySet<string>;
  /** Blobs put or put again after this time are kept too (milliseconds since 1970). */
  readonly before: number;
}

export interface Collected {
  readonly blobs: number;
  readonly bytes: number;
}

/**
 * Keeps bytes by their content: the same bytes have the same name, and a name never changes what it means. What it
 * answers to `put` is on disk. What is not in it: names that people give, and who needs which blob.
 *
 * All calls reject with FILE_* when the disk fails.
 */
export interface BlobStore {
  /** Keeps bytes, as a whole or as they come. Rejects with STORE_BLOB_TOO_LARGE; then nothing is kept. */
  readonly put: (data: Uint8Array | AsyncIterable<Uint8Array>) => Promise<BlobStat>;
  /** Keeps the bytes of a file and removes the file. */
  readonly take: (path: string) => Promise<BlobStat>;
  /** All bytes of a blob, or null. */
  readonly get: (hash: BlobHash) => Promise<Uint8Array | null>;
  /** The bytes of a blob as they are read, or null. */
  readonly open: (hash: BlobHash, range?: ByteRange) => Promise<Readable | null>;
  readonly stat: (hash: BlobHash) => Promise<BlobStat | null>;
  /** A path where the blob can be read and never be written; the blob need not be there. */
  readonly path: (hash: BlobHash) => string;
  /** Reads a blob to its end. Rejects with STORE_BLOB_DAMAGED; false when it is not there. */
  readonly verify: (hash: BlobHash) => Promise<boolean>;
  /** Deletes what nobody needs, and what a process that died had begun to write. */
  readonly collect: (options: CollectOptions) => Promise<Collected>;
  /** Bytes of all blobs. */
  readonly size: () => Promise<Collected>;
}
