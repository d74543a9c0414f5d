import { join } from "node:path";
import { makeFolder } from "../files/make-folder.ts";
import type { BlobStore } from "../jobs/blob-store.ts";
import type { EventBus } from "../jobs/event-bus.ts";
import type { FileTable } from "../jobs/file-table.ts";
import { openFolderBlobStore } from "../jobs/folder-blob-store.ts";
import type { JobStore } from "../jobs/job-store.ts";
import type { Log } from "../jobs/log.ts";
import { createEventBus } from "../jobs/memory-event-bus.ts";
import { countJobs, type JobMetrics } from "../jobs/metrics.ts";
import { collectGarbage, defaultRetention, type Retention } from "../jobs/retention.ts";
import { createFileTable } from "../jobs/sqlite/file-table.ts";
import { createJobStore } from "../jobs/sqlite/job-store.ts";
import { type OpenOptions, openDatabase } from "../jobs/sqlite/open-database.ts";
import type { EngineLimits } from "./engine-life.ts";
import { createEngineProcess, type EngineProcessOptions } from "./engine-process.ts";
import type { JobRunner } from "./job-runner.ts";
import { memoryLimit } from "./process-memory.ts";
import { startRunner } from "./runner.ts";

export interface JobsOptions {
  /** The data folder; it is made when it is not there. One server at a time may use it. */
  readonly folder: string;
  /** The module that calls `serveEngine`. */
  readonly entry: string;
  readonly log: Log;
  /** Flags of Node for the engine process. Default: those of this process. */
  readonly execArgv?: readonly string[];
  /** Default "auto". */
  readonly device?: string;
  /** Most bytes of results kept between jobs. Default 1 GiB. */
  readonly cacheBytes?: number;
  /** Defaults: nine tenths of the machine's memory, 5 minutes of silence, 2 minutes to start, 15 seconds to stop. */
  readonly limits?: Partial<EngineLimits>;
  /** Default: from a quarter of a second to half a minute. */
  readonly backOff?: EngineProcessOptions["backOff"];
  readonly retention?: Retention;
  /** Time between two collections of garbage in milliseconds. Default: an hour. */
  readonly collectMs?: number;
  readonly database?: OpenOptions;
}

/** All that a server needs below HTTP. */
export interface Jobs {
  readonly store: JobStore;
  readonly files: FileTable;
  readonly blobs: BlobStore;
  readonly bus: EventBus;
  readonly runner: JobRunner;
  readonly metrics: () => JobMetrics;
  /** Ends as `JobRunner.close`, and gives up the folder. */
  readonly close: (options?: { readonly graceMs?: number }) => Promise<void>;
}

const GIB = 2 ** 30;
const HOUR_MS = 3_600_000;
const SOFT = 0.8;

/**
 * Opens a data folder and begins to run the jobs that wait in it: `jobs.db` (queue, history, names), `blobs/`, `work/`.
 * Rejects with STORE_* and FILE_*; then nothing was changed.
 */
export async function openJobs(options: JobsOptions): Promise<Jobs> {
  const { folder, log, device = "auto", cacheBytes = GIB, retention = defaultRetention, collectMs = HOUR_MS } = options;
  await makeFolder(folder);
  const sql = openDatabase(join(folder, "jobs.db"), options.database);
  const opened = async (): Promise<Jobs> => {
    const store = createJobStore(sql);
    const blobs = await openFolderBlobStore(join(folder, "blobs"));
    const bus = createEventBus({ onFault: (error) => log.error({ error }, "a listener of the event bus failed") });
    const metrics = countJobs(bus);
    const limits = { rssBytes: 0.9 * memoryLimit(), hangMs: 300_000, startMs: 120_000, stopMs: 15_000 };
    const engine = createEngineProcess({
      entry: options.entry,
      ...(options.execArgv === undefined ? {} : { execArgv: options.execArgv }),
      setup: { blobs: join(folder, "blobs"), work: join(folder, "work"), device, cacheBytes, beatMs: 1000 },
      limits: { ...limits, ...options.limits },
      backOff: options.backOff ?? { first: 250, most: 30_000 },
      log,
      onStatus: (state) => bus.publish({ type: "engine", state, at: Date.now() }),
    });
    const softRssBytes = SOFT * (options.limits?.rssBytes ?? limits.rssBytes);
    const runner = await startRunner({ store, bus, engine, log, softRssBytes });
    const collect = (): void => {
      collectGarbage(store, blobs, retention, { now: Date.now() }).then(
        (gone) => log.info(gone, "garbage collected"),
        (error: unknown) => log.error({ error }, "garbage could not be collected"),
      );
    };
    collect();
    const timer = setInterval(collect, collectMs).unref();
    const close: Jobs["close"] = async (how) => {
      clearInterval(timer);
      await runner.close(how);
      sql.close();
    };
    return { store, files: createFileTable(sql), blobs, bus, runner, metrics, close };
  };
  return opened().catch((error: unknown) => {
    sql.close();
    throw error;
  });
}
