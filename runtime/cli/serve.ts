import { openJobs } from "../engine/index.ts";
import { createLog, type LogOptions } from "../jobs/log.ts";
import { refuseUpgrade } from "../server/guard/admit.ts";
import { createGuards } from "../server/guard/guards.ts";
import { defaultLimits, type Services } from "../server/services.ts";
import { startServer } from "../server/start-server.ts";
import type { Registry } from "../workflow/index.ts";
import { type Io, line } from "./io.ts";

export interface ServeWish {
  readonly host: string;
  readonly port: number;
  readonly device: string;
  readonly token: string | undefined;
  readonly log: NonNullable<LogOptions["level"]>;
  /** Of queue, history and results. */
  readonly folder: string;
  readonly nodes: Registry;
  /** The module that an engine process runs. */
  readonly engine: string;
  readonly version: () => string;
  readonly templates: string;
  readonly page: string;
}

/** Milliseconds that a running job is given to end when the server does; then it waits for the next one. */
const GRACE_MS = 10_000;

/** Serves until the signal is aborted. Rejects with GUARD_TOKEN_NEEDED, STORE_*, FILE_*, SERVER_PORT_TAKEN, SERVER_NO_PORT. */
export async function serve(wish: ServeWish, io: Io): Promise<void> {
  const { host, port, device, token, log, folder, nodes, templates, page } = wish;
  const tokens = token === undefined ? [] : [{ role: "admin", secret: token } as const];
  const policy = { host, hosts: [], origins: [], tokens };
  const guards = createGuards(policy); // before anything is opened: it may refuse
  const logger = createLog({ level: log });
  const jobs = await openJobs({ folder, entry: wish.engine, log: logger, device });
  try {
    const services: Services = {
      ...jobs,
      registry: nodes,
      logger,
      now: Date.now,
      version: wish.version(),
      dataFolder: folder,
      templates,
      limits: defaultLimits,
      multiUser: false,
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
