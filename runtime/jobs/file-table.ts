import type { FileFolder, JobId, NamedFile } from "./job.ts";

/** A place for a name. */
export interface FilePlace {
  readonly folder: FileFolder;
  readonly subfolder: string;
  readonly name: string;
}

export interface FileRow extends NamedFile {
  /** The job that made it; null for an upload, or when the job is no longer kept. */
  readonly job: JobId | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export interface FileQuery {
  readonly folder: FileFolder;
  /** Default: all. */
  readonly subfolder?: string;
  /** Default: no end. */
  readonly limit?: number;
  /** Default 0. */
  readonly offset?: number;
}

/**
 * Names for blobs: what people upload and what jobs make. Names are data here, never paths. All calls reject with
 * STORE_* when the place where names are kept fails.
 */
export interface FileTable {
  /**
   * Gives a blob a name. Where the name is taken by other bytes: `number` makes it `name (1).png`, `replace` takes it
   * away, `refuse` rejects with JOBS_NAME_TAKEN. The same bytes under the same name are left as they are.
   */
  readonly add: (file: NamedFile, taken: "number" | "replace" | "refuse") => Promise<FileRow>;
  readonly get: (place: FilePlace) => Promise<FileRow | null>;
  /** The newest first. */
  readonly list: (query: FileQuery) => Promise<readonly FileRow[]>;
  /** Some name of a blob, or null. */
  readonly named: (blob: NamedFile["blob"]) => Promise<FileRow | null>;
  /** True when there was such a name. */
  readonly remove: (place: FilePlace) => Promise<boolean>;
}
