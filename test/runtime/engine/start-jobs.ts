import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createEngineProcess, type EngineProcessOptions } from "../../../runtime/engine/engine-process.ts";
import { startRunner } from "../../../runtime/engine/runner.ts";
import type { JobEvent } from "../../../runtime/jobs/event.ts";
import { openFolderBlobStore } from "../../../runtime/jobs/folder-blob-store.ts";
import type { Job, JobId, JsonObject, Submission } from "../../../runtime/jobs/job.ts";
import { createLog } from "../../../runtime/jobs/log.ts";
import { createEventBus } from "../../../runtime/jobs/memory-event-bus.ts";
import { createFileTable } from "../../../runtime/jobs/sqlite/file-table.ts";
import { createJobStore } from "../../../runtime/jobs/sqlite/job-store.ts";
import { type OpenOptions, openDatabase } from "../../../runtime/jobs/sqlite/open-database.ts";
import { temporaryFolder } from "../jobs/temporary-folder.ts";
import { api } from "../workflow/fakes.ts";

export interface StartOptions {
  /** Default: a new one. */
  readonly folder?: string;
  readonly database?: OpenOptions;
  readonly limits?: Partial<EngineProcessOptions["limits"]>;
  readonly backOff?: EngineProcessOptions["backOff"];
  readonly softRssBytes?: number;
}

/** All that a server has below HTTP, with the engine process that `entry` is. It is closed when the test has finished. */
export async function startJobs(entry: string, options: StartOptions = {}) {
  const { folder = temporaryFolder(), database = {}, limits = {}, backOff = { first: 1, most: 50 } } = options;
  const sql = openDatabase(join(folder, "jobs.db"), database);
  const store = createJobStore(sql);
  const files = createFileTable(sql);
  const blobs = await openFolderBlobStore(join(folder, "blobs"));
  const bus = createEventBus();
  const events: JobEvent[] = [];
  const waiters = new Set<() => void>();
  bus.subscribe(({ event }) => {
    events.push(event);
    for (const look of waiters) look();
  });
  const logged: string[] = [];
  const log = createLog({ to: { write: (line) => logged.push(line) } });
  const engine = createEngineProcess({
    entry,
    execArgv: [],
    setup: {
      blobs: join(folder, "blobs"),
      work: join(folder, "work"),
      device: "cpu",
      cacheBytes: 2 ** 28,
      beatMs: 20,
    },
    limits: { rssBytes: 2 ** 40, hangMs: 60_000, startMs: 60_000, stopMs: 30_000, ...limits },
    backOff,
    log,
    onStatus: (state) => bus.publish({ type: "engine", state, at: Date.now() }),
  });
  const runner = await startRunner({
    store,
    bus,
    engine,
    log,
    retryMs: 5,
    ...(options.softRssBytes === undefined ? {} : { softRssBytes: options.softRssBytes }),
  });
  let open = true;
  const close = async (graceMs = 0): Promise<void> => {
    if (!open) return;
    open = false;
    await runner.close({ graceMs });
    sql.close();
  };
  onTestFinished(() => close());

  /** Resolves with the first event, also of those that were, for which `wanted` holds. */
  const event = async (wanted: (event: JobEvent) => boolean): Promise<JobEvent> => {
    for (;;) {
      const found = events.find(wanted);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        const look = (): void => {
          if (!events.some(wanted)) return;
          waiters.delete(look);
          resolve();
        };
        waiters.add(look);
      });
    }
  };
  const left = (id: JobId) => event((each) => each.type === "job-left" && each.job === id);
  const submit = (nodes: Parameters<typeof api>[0], more: Partial<Submission> = {}): Promise<Job> => {
    const prompt = JSON.parse(api(nodes)) as JsonObject;
    const targets = Object.keys(nodes).slice(-1);
    return runner.submit({ prompt, targets, ...more });
  };
  /** Submits a job and resolves with what is kept of it when it has ended. */
  const run = async (nodes: Parameters<typeof api>[0], more: Partial<Submission> = {}): Promise<Job> => {
    const { id } = await submit(nodes, more);
    await left(id);
    const job = await store.get(id);
    if (job === null) throw new Error("the job is gone");
    return job;
  };
  /** The types of a job's events, and `queue` events in between. */
  const told = (id: JobId): readonly string[] =>
    events.filter((each) => each.type === "queue" || ("job" in each && each.job === id)).map(({ type }) => type);
  /** Lets the database file grow without limit. */
  const grow = (): void => sql.script("PRAGMA max_page_count = 4294967294");
  return {
    folder,
    store,
    files,
    blobs,
    bus,
    runner,
    engine,
    events,
    logged,
    event,
    left,
    submit,
    run,
    told,
    grow,
    close,
  };
}
