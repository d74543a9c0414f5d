import { destination, multistream } from "pino";
import { type JobsOptions, openJobs } from "../engine/index.ts";
import { createLog } from "../jobs/log.ts";
import { defaultRetention } from "../jobs/retention.ts";
import type { Config } from "../server/config.ts";
import { refuseUpgrade } from "../server/guard/admit.ts";
import { createGuards } from "../server/guard/guards.ts";
import { createLogBuffer } from "../server/log-buffer.ts";
import type { Services } from "../server/services.ts";
import { startServer } from "../server/start-server.ts";
import type { Registry } from "../workflow/index.ts";
import { type Io, line } from "./io.ts";

export interface ServeWish {
  readonly config: Config;
  /** Of queue, history and results. */
  readonly folder: string;
  readonly nodes: Registry;
  /** The module that an engine process runs. */
  readonly engine: string;
  readonly version: () => string;
  readonly templates: string;
  readonly models: Readonly<Record<string, string>>;
  readonly page: string;
}

/** Milliseconds that a running job is given to end when the server does; then it waits for the next one. */
const GRACE_MS = 10_000;
const DAY_MS = 86_400_000;

/** Serves until the signal is aborted. Rejects with GUARD_TOKEN_NEEDED, STORE_*, FILE_*, SERVER_PORT_TAKEN, SERVER_NO_PORT. */
export async function serve(
  { config, folder, nodes, engine, version, templates, models, page }: ServeWish,
  io: Io,
): Promise<void> {
  const { host, port, tokens, hosts, origins, limits } = config;
  const policy = { host, hosts, origins, tokens };
  const guards = createGuards({ ...policy, requestsPerMinute: config.requestsPerMinute }); // before anything is opened
  const logs = createLogBuffer();
  const both = [{ stream: destination(2) }, { stream: logs }].map((each) => ({ ...each, level: "trace" as const }));
  const logger = createLog({ level: config.log, to: multistream(both) });
  const jobs = await openJobs({ folder, entry: engine, log: logger, ...jobsOptions(config) });
  try {
    const services: Services = {
      ...jobs,
      registry: nodes,
      logger,
      now: Date.now,
      version: version(),
      dataFolder: folder,
      templates,
      limits,
      multiUser: config.multiUser,
      models,
      logs,
    };
    const server = await startServer(services, { host, port, guards, refuse: refuseUpgrade(policy), page });
    line(io.stdout, `http://${nameOf(host)}:${server.port}/`);
    line(io.stderr, `${nodes.size} nodes; queue and results in ${folder}. Ctrl-C ends the server.`);
    await aborted(io.signal);
    line(io.stderr, `Stopping; a running job has ${GRACE_MS / 1000} s to end.`);
    await server.close();
  } finally {
    await jobs.close({ graceMs: GRACE_MS });
  }
}

function jobsOptions({ device, engine, retention }: Config): Omit<JobsOptions, "folder" | "entry" | "log"> {
  const { cacheBytes, memoryBytes, hangSeconds } = engine;
  const inMs = (days: number | null) => (days === null ? null : days * DAY_MS);
  return {
    device,
    cacheBytes,
    limits: { hangMs: hangSeconds * 1000, ...(memoryBytes !== null && { rssBytes: memoryBytes }) },
    retention: {
      ...defaultRetention,
      mostJobs: retention.jobs,
      jobsMs: inMs(retention.jobDays),
      mostBytes: retention.outputBytes,
      outputsMs: inMs(retention.outputDays),
    },
  };
}

/** An address as it stands in a URL; that of all interfaces cannot be visited. */
function nameOf(address: string): string {
  if (address === "0.0.0.0" || address === "::") return "localhost";
  return address.includes(":") ? `[${address}]` : address;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener("abort", () => done(), { once: true });
  });
}
