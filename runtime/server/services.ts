import type { Logger } from "pino";
import type { JobRunner } from "../engine/job-runner.ts";
import type { BlobStore } from "../jobs/blob-store.ts";
import type { EventBus } from "../jobs/event-bus.ts";
import type { FileTable } from "../jobs/file-table.ts";
import type { JobStore } from "../jobs/job-store.ts";
import type { JobMetrics } from "../jobs/metrics.ts";
import type { Registry } from "../workflow/index.ts";
import type { LogBuffer } from "./log-buffer.ts";

/** What the routes stand on. Only `runner` changes the queue; routes read `store`. */
export interface Services {
  readonly store: JobStore;
  readonly runner: JobRunner;
  readonly bus: EventBus;
  readonly blobs: BlobStore;
  readonly files: FileTable;
  readonly registry: Registry;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Version of the package. */
  readonly version: string;
  /** Folder of the server's own files: user data, settings. */
  readonly dataFolder: string;
  /** Folder of the workflows that ship, for the gallery of templates; null for none. */
  readonly templates: string | null;
  /** Folders of models, by kind: "checkpoints". */
  readonly models: Readonly<Record<string, string>>;
  /** The newest lines of the log. */
  readonly logs: LogBuffer;
  /** What has happened to jobs since the start. */
  readonly metrics: () => JobMetrics;
  readonly limits: Limits;
  /** Whether people are told apart, by a header that they set themselves. */
  readonly multiUser: boolean;
}

export interface Limits {
  /** Bytes of one JSON body. */
  readonly json: number;
  /** Bytes of one uploaded file. */
  readonly upload: number;
  /** Levels of a JSON body. */
  readonly jsonDepth: number;
  /** Jobs that may wait. */
  readonly waiting: number;
  /** Pixels of one picture, all frames together. */
  readonly pixels: number;
  /** Frames of one picture. */
  readonly frames: number;
}

export const defaultLimits: Limits = {
  json: 32e6,
  upload: 100e6,
  jsonDepth: 200,
  waiting: 10_000,
  pixels: 100e6,
  frames: 500,
};
