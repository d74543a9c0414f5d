import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pino } from "pino";
import { onTestFinished } from "vitest";
import { openFolderBlobStore } from "../../../runtime/jobs/folder-blob-store.ts";
import { createEventBus } from "../../../runtime/jobs/memory-event-bus.ts";
import { countJobs } from "../../../runtime/jobs/metrics.ts";
import { createFileTable } from "../../../runtime/jobs/sqlite/file-table.ts";
import { createJobStore } from "../../../runtime/jobs/sqlite/job-store.ts";
import { openDatabase } from "../../../runtime/jobs/sqlite/open-database.ts";
import { type AppOptions, createApp } from "../../../runtime/server/app.ts";
import { createLogBuffer } from "../../../runtime/server/log-buffer.ts";
import { defaultLimits, type Services } from "../../../runtime/server/services.ts";
import { createRegistry, defineNode, port } from "../../../runtime/workflow/index.ts";
import { temporaryFolder } from "../jobs/temporary-folder.ts";
import { createFakeRunner, type FakeRunner } from "./fake-runner.ts";

export interface TestServer {
  /** "http://127.0.0.1:PORT" */
  readonly url: string;
  readonly port: number;
  /** Everything the server keeps lies in here. */
  readonly folder: string;
  readonly services: Services;
  readonly runner: FakeRunner;
  /** Asks for a path; no header that is not given is sent but those `fetch` must send. */
  readonly get: (path: string, init?: RequestInit) => Promise<Response>;
  /** Sends JSON, or what `init.body` holds. */
  readonly post: (path: string, body?: unknown, init?: RequestInit) => Promise<Response>;
}

/** Makes text and shows it: the one node of `testRegistry` that has an output. */
export const showText = defineNode({
  type: "test/show-text",
  version: 1,
  title: "Show Text",
  category: "test",
  description: "Shows a text.",
  inputs: { text: port.text({ default: "hello" }) },
  outputs: {},
  output: true,
  run: () => ({}),
});

export const testRegistry = createRegistry([showText]);

/** A prompt that `testRegistry` takes. */
export const simplePrompt = { "1": { class_type: "test/show-text", inputs: { text: "hello" } } };

/** The HTTP side of a server over real stores in a folder of its own, which ends with the test. */
export async function startTestServer(change: Partial<Services> = {}, options: AppOptions = {}): Promise<TestServer> {
  const folder = temporaryFolder();
  const sql = openDatabase(join(folder, "jobs.db"));
  const store = createJobStore(sql);
  const bus = createEventBus();
  const runner = createFakeRunner(store, bus);
  const services: Services = {
    store,
    runner,
    bus,
    blobs: await openFolderBlobStore(join(folder, "blobs")),
    files: createFileTable(sql),
    registry: testRegistry,
    logger: pino({ level: "silent" }),
    now: Date.now,
    version: "0.0.0",
    dataFolder: join(folder, "data"),
    templates: null,
    limits: defaultLimits,
    multiUser: false,
    models: {},
    logs: createLogBuffer(),
    metrics: countJobs(bus),
    ...change,
  };
  const server = createServer(createApp(services, options));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    sql.close();
  });
  const { port: taken } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${taken}`;
  const get: TestServer["get"] = (path, init = {}) => fetch(`${url}${path}`, { redirect: "manual", ...init });
  return {
    url,
    port: taken,
    folder,
    services,
    runner,
    get,
    post: (path, body, init = {}) => get(path, { method: "POST", body: JSON.stringify(body ?? {}), ...init }),
  };
}
