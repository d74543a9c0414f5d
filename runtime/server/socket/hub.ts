import { randomUUID } from "node:crypto";
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, WebSocketServer } from "ws";
import { z } from "zod";
import { parseJson } from "../../files/parse-json.ts";
import type { JobEvent } from "../../jobs/event.ts";
import { serverFeatures } from "../features.ts";
import type { Services } from "../services.ts";
import { type Client, noFeatures, type Outgoing, outgoing, send } from "./client.ts";
import { messagesOf, statusData } from "./messages.ts";

export interface HubOptions {
  /** Why an upgrade is refused, as an HTTP status, or null. Default: never. */
  readonly refuse?: (request: IncomingMessage) => number | null;
  /** Milliseconds between pings; a client that answers none is dropped. Default 30,000. */
  readonly pingEvery?: number;
  /** Sockets at the same time. Default 2,000. */
  readonly mostClients?: number;
}

export interface Hub {
  readonly clients: () => number;
  /** How many clients were dropped because they did not read. */
  readonly dropped: () => number;
  readonly close: () => void;
}

/** Bytes of one message from a client. */
const MOST_RECEIVED = 64 * 1024;

const flags = z.object({
  type: z.literal("feature_flags"),
  data: z.looseObject({
    supports_preview_metadata: z.boolean().default(false),
    supports_nextscale: z.boolean().default(false),
  }),
});

/**
 * The WebSocket side: tells each client what happens to its jobs, and everyone how long the queue is. A second socket
 * with the id of a first takes its place.
 */
export function createHub(server: Server, services: Services, options: HubOptions = {}): Hub {
  const { bus, runner, store, logger, limits, logs } = services;
  const { refuse = () => null, pingEvery = 30_000, mostClients = 2_000 } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_RECEIVED, perMessageDeflate: false });
  const clients = new Map<string, Client>();
  let dropped = 0;

  const tell = (client: Client, message: Outgoing): void => {
    if (send(client, message)) return;
    dropped += 1;
    clients.delete(client.id);
    logger.warn({ client: client.id }, "dropped a client that does not read");
  };
  const receive = (client: Client, data: RawData): void => {
    if (!client.isNew) return;
    client.isNew = false;
    const read = flags.safeParse(parseJson(String(data)));
    if (!read.success) return;
    const { supports_preview_metadata, supports_nextscale } = read.data.data;
    client.features = { supports_preview_metadata, supports_nextscale };
    tell(client, outgoing({ kind: "text", type: "feature_flags", data: serverFeatures(limits) }));
  };
  /** The first word is how long the queue is; only then does the client hear of events. */
  const welcome = async (client: Client): Promise<void> => {
    clients.get(client.id)?.socket.close(4001, "another socket has taken this id");
    const { waiting, held, running } = await store.counts();
    if (client.socket.readyState !== client.socket.OPEN) return;
    clients.set(client.id, client);
    tell(
      client,
      outgoing({ kind: "text", type: "status", data: { ...statusData(waiting + held + running), sid: client.id } }),
    );
    const now = runner.running();
    if (now === null || now.client !== client.id) return;
    tell(client, outgoing({ kind: "text", type: "executing", data: { node: now.current, prompt_id: now.job } }));
  };

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const url = new URL(request.url ?? "/", "ws://server");
    const status = ["/ws", "/api/ws"].includes(url.pathname) ? refuse(request) : 404;
    const refusal = status ?? (clients.size >= mostClients ? 503 : null);
    if (refusal !== null) {
      socket.end(`HTTP/1.1 ${refusal} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (connected) => {
      const asked = url.searchParams.get("clientId") ?? "";
      const id = /^[\w.-]{1,100}$/.test(asked) ? asked : randomUUID().replaceAll("-", "");
      const client: Client = { id, socket: connected, features: noFeatures, isNew: true, isAlive: true };
      const welcomed = welcome(client).catch((error: unknown) => {
        logger.error({ err: error }, "a client could not be welcomed");
        connected.close(1011, "the server failed");
      });
      connected.on("message", (data) => void welcomed.then(() => receive(client, data)));
      connected.on("pong", () => {
        client.isAlive = true;
      });
      connected.on("error", (error) => logger.debug({ err: error, client: id }, "socket failed"));
      connected.on("close", () => {
        if (clients.get(id) === client) clients.delete(id);
      });
    });
  };

  const unsubscribe = bus.subscribe(({ event }) => {
    const messages = messagesOf(event, runner.running()).map(outgoing);
    for (const client of listeners(event, clients)) for (const message of messages) tell(client, message);
  });
  const stopLogs = logs.subscribe((entry) => {
    for (const id of logs.watchers()) {
      const client = clients.get(id);
      if (client !== undefined) tell(client, outgoing({ kind: "text", type: "logs", data: { entries: [entry] } }));
    }
  });
  const pings = setInterval(() => {
    for (const client of clients.values()) {
      if (!client.isAlive) client.socket.terminate();
      client.isAlive = false;
      client.socket.ping();
    }
  }, pingEvery);
  pings.unref();
  server.on("upgrade", upgrade);

  return {
    clients: () => clients.size,
    dropped: () => dropped,
    close: () => {
      unsubscribe();
      stopLogs();
      clearInterval(pings);
      server.off("upgrade", upgrade);
      for (const { socket } of clients.values()) socket.close(1001, "the server stops");
      sockets.close();
    },
  };
}

/** Who hears of an event: everyone of the queue and the engine, and of the end of a job that nobody asked for by name. */
function listeners(event: JobEvent, clients: ReadonlyMap<string, Client>): readonly Client[] {
  if (!("job" in event)) return [...clients.values()];
  if (event.client === null)
    return event.type === "job-end" && event.status === "cancelled" ? [...clients.values()] : [];
  const owner = clients.get(event.client);
  return owner === undefined ? [] : [owner];
}
