import { rm } from "node:fs/promises";
import { join } from "node:path";
import { openFolderBlobStore } from "../jobs/folder-blob-store.ts";
import type { JobId } from "../jobs/job.ts";
import { byteBudget, createCache, createLanes, type Registry } from "../workflow/index.ts";
import { confineFiles } from "./confine-files.ts";
import { createKeptFiles } from "./kept-files.ts";
import { type DeviceInfo, type FromEngine, type Setup, type ToEngine, toEngine } from "./messages.ts";
import { runJob, type Session } from "./run-job.ts";

export interface ServeEngineOptions {
  /** The nodes that jobs may use. */
  readonly registry: () => Promise<Registry>;
  /** The devices of this machine, best first. Default: none are told of. */
  readonly devices?: () => Promise<readonly DeviceInfo[]>;
}

/**
 * Makes this process an engine process: it does what its parent says, one job at a time, and keeps results and models
 * from job to job. It ends with its parent. Call it in a process that was forked with `serialization: "advanced"`.
 */
export function serveEngine(options: ServeEngineOptions): void {
  let session: Promise<Session> | null = null;
  let running: { readonly job: JobId; readonly stop: AbortController } | null = null;
  process.once("disconnect", () => process.exit(0));
  process.on("SIGINT", () => {}); // ctrl-c reaches the whole group; the parent says when to end

  const answer = async (message: ToEngine): Promise<void> => {
    if (message.type === "leave") process.exit(0);
    if (message.type === "setup") {
      session ??= begin(message, options);
      await session;
    } else if (session === null) {
      throw new Error(`"${message.type}" came before "setup"`);
    } else if (message.type === "run") {
      const stop = new AbortController();
      running = { job: message.job, stop };
      await runJob(message, await session, stop.signal, send);
      running = null;
    } else if (message.type === "stop") {
      if (running?.job === message.job) running.stop.abort();
    } else {
      await (await session).cache.clear();
      send({ type: "freed" });
    }
  };
  process.on("message", (message) => {
    answer(toEngine.parse(message)).catch((error: unknown) => {
      console.error(error);
      process.exit(1);
    });
  });
}

async function begin(setup: Setup, options: ServeEngineOptions): Promise<Session> {
  const { blobs: folder, device, cacheBytes, beatMs } = setup;
  await rm(setup.work, { recursive: true, force: true });
  const work = join(setup.work, String(process.pid)); // an older process may not have noticed yet that it has no parent
  const [registry, blobs, devices] = await Promise.all([
    options.registry(),
    openFolderBlobStore(folder),
    options.devices?.() ?? [],
  ]);
  const cache = createCache(byteBudget(cacheBytes));
  const files = createKeptFiles(cache, blobs, work);
  const beat = (): void => {
    const { entries, bytes } = cache.use();
    send({ type: "beat", rss: process.memoryUsage.rss(), cache: { entries, bytes } });
  };
  setInterval(beat, beatMs).unref();
  send({ type: "ready", devices: [...devices] });
  let allowed: ReadonlySet<string> = new Set();
  const allow: Session["allow"] = (paths) => {
    allowed = new Set(paths);
  };
  const confined = confineFiles(registry, (path) => allowed.has(path));
  return { registry: confined, allow, blobs, cache, files, lanes: createLanes(), device, work };
}

function send(message: FromEngine): void {
  process.send?.(message);
}
