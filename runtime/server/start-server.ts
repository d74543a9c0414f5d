import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type AppOptions, createApp } from "./app.ts";
import { serverErrors } from "./errors.ts";
import type { Services } from "./services.ts";
import { createHub, type Hub, type HubOptions } from "./socket/hub.ts";

export interface ServerOptions extends AppOptions, HubOptions {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
}

export interface RunningServer {
  readonly host: string;
  readonly port: number;
  readonly hub: Hub;
  /** Takes no more requests, says goodbye to sockets, and lets requests under way end. */
  readonly close: () => Promise<void>;
}

/** Milliseconds that requests under way are given when the server closes. */
const LAST_REQUESTS = 2_000;

/**
 * Opens the port. Rejects with SERVER_PORT_TAKEN or SERVER_NO_PORT.
 */
export async function startServer(
  services: Services,
  { host, port, ...options }: ServerOptions,
): Promise<RunningServer> {
  const server = createServer(createApp(services, options));
  const hub = createHub(server, services, options);
  await listen(server, host, port);
  const { port: taken } = server.address() as AddressInfo;
  return {
    host,
    port: taken,
    hub,
    close: async () => {
      hub.close();
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeIdleConnections();
      const hurry = setTimeout(() => server.closeAllConnections(), LAST_REQUESTS);
      await closed;
      clearTimeout(hurry);
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((done, refuse) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      if (cause.code === "EADDRINUSE") refuse(serverErrors.PORT_TAKEN({ host, port }, { cause }));
      else refuse(serverErrors.NO_PORT({ host, port, problem: cause.message }, { cause }));
    });
    server.listen(port, host, done);
  });
}
