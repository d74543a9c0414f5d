import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { RunningJob } from "../../../runtime/engine/job-runner.ts";
import type { JobEvent } from "../../../runtime/jobs/event.ts";
import type { EventBus } from "../../../runtime/jobs/event-bus.ts";
import type { JobId } from "../../../runtime/jobs/job.ts";
import { createEventBus } from "../../../runtime/jobs/memory-event-bus.ts";
import { createLogBuffer, type LogBuffer } from "../../../runtime/server/log-buffer.ts";
import { defaultLimits, type Services } from "../../../runtime/server/services.ts";
import { createHub, type Hub, type HubOptions } from "../../../runtime/server/socket/hub.ts";

const job = "00000000-0000-4000-8000-000000000001" as JobId;
const of = (client: string | null) => ({ job, client, at: 5 });
const nobody = { waiting: 2, held: 1, running: 0, done: 0, failed: 0, cancelled: 0 };

let server: Server;
let bus: EventBus;
let hub: Hub;
let running: RunningJob | null;
let logs: LogBuffer;

/** Only what the hub asks of the services. */
async function open(options: HubOptions = {}): Promise<void> {
  bus = createEventBus();
  logs = createLogBuffer({ now: () => 0 });
  running = null;
  server = createServer();
  const services = {
    bus,
    runner: { running: () => running },
    store: { counts: async () => nobody },
    logger: pino({ level: "silent" }),
    limits: defaultLimits,
    logs,
  };
  hub = createHub(server, services as Services, options);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
}

/** A socket that keeps what it hears: JSON messages parsed, binary frames as they are. */
async function connect(id: string, path = "/ws") {
  const { port } = server.address() as AddressInfo;
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}?clientId=${id}`);
  const heard: unknown[] = [];
  const waiting: (() => void)[] = [];
  socket.on("message", (data: Buffer, isBinary) => {
    heard.push(isBinary ? data : JSON.parse(data.toString()));
    for (const wake of waiting.splice(0)) wake();
  });
  const until = async (count: number) => {
    while (heard.length < count) await new Promise<void>((wake) => waiting.push(wake));
    return heard;
  };
  await until(1);
  return { socket, heard, until };
}

beforeEach(() => open());
afterEach(async () => {
  hub.close();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

test("the first message is the length of the queue and the client's id", async () => {
  const { heard } = await connect("a");
  expect(heard[0]).toEqual({ type: "status", data: { status: { exec_info: { queue_remaining: 3 } }, sid: "a" } });
});

test.each(["", "%00", "a b", "x".repeat(101)])("an id that cannot be one (%j) is made", async (id) => {
  const { heard } = await connect(id, "/api/ws");
  expect(heard[0]).toMatchObject({ data: { sid: expect.stringMatching(/^[0-9a-f]{32}$/) } });
});

test("W1: a client hears of its own jobs only, in order, and of the queue's length", async () => {
  const [mine, other] = [await connect("mine"), await connect("other")];
  const events: JobEvent[] = [
    { type: "queue", waiting: 1, running: 0, at: 1 },
    { type: "job-start", attempt: 1, ...of("mine") },
    { type: "job-cached", nodes: ["1"], ...of("mine") },
    { type: "node-start", node: "2.0", display: "2", nodeType: "a/b", title: "B", ...of("mine") },
    { type: "node-progress", node: "2.0", display: "2", done: 1, total: 4, label: "scale", ...of("mine") },
    { type: "node-cached", node: "3", display: "3", nodeType: "a/b", title: "C", ...of("mine") },
    { type: "node-output", output: { node: "2.0", display: "2", files: [], texts: ["red"] }, ...of("mine") },
    { type: "job-end", status: "done", error: null, executed: ["2.0"], node: null, ...of("mine") },
    { type: "queue", waiting: 0, running: 0, at: 9 },
    { type: "job-left", ...of("mine") },
  ];
  for (const event of events) bus.publish(event);
  expect((await mine.until(11)).slice(1)).toEqual([
    { type: "status", data: { status: { exec_info: { queue_remaining: 1 } } } },
    { type: "execution_start", data: { prompt_id: job, timestamp: 5 } },
    { type: "execution_cached", data: { nodes: ["1"], prompt_id: job, timestamp: 5 } },
    { type: "executing", data: { node: "2.0", display_node: "2", prompt_id: job } },
    { type: "progress", data: { value: 1, max: 4, prompt_id: job, node: "2.0", label: "scale" } },
    { type: "execution_cached", data: { nodes: ["3"], prompt_id: job, timestamp: 5 } },
    { type: "executed", data: { node: "2.0", display_node: "2", output: { text: ["red"] }, prompt_id: job } },
    { type: "execution_success", data: { prompt_id: job, timestamp: 5 } },
    { type: "status", data: { status: { exec_info: { queue_remaining: 0 } } } },
    { type: "executing", data: { node: null, prompt_id: job } },
  ]);
  expect((await other.until(3)).map((message) => (message as { type: string }).type)).toEqual(Array(3).fill("status"));
});

test("progress_state tells where each node stands", async () => {
  const client = await connect("mine");
  const node = { node: "2.0", display: "2", nodeType: "a/b", state: "running", done: 1, total: 4 } as const;
  running = { job, client: "mine", startedAt: 1, current: "2.0", nodes: new Map([["2.0", node]]) };
  bus.publish({ type: "node-done", node: "1", display: "1", ms: 1, ...of("mine") });
  const place = { node_id: "2.0", prompt_id: job, display_node_id: "2", parent_node_id: "2", real_node_id: "2" };
  expect((await client.until(2))[1]).toEqual({
    type: "progress_state",
    data: { prompt_id: job, nodes: { "2.0": { value: 1, max: 4, state: "running", ...place } } },
  });
});

describe("W2: frames follow what the client said it understands", () => {
  const preview: JobEvent = {
    type: "node-preview",
    node: "2",
    display: "2",
    mediaType: "image/jpeg",
    width: 1,
    height: 1,
    image: Uint8Array.of(7, 8),
    ...of("mine"),
  };
  const text: JobEvent = { type: "node-text", node: "2", display: "2", text: "ä", ...of("mine") };

  test("a client that said nothing gets plain previews and no text frames", async () => {
    const client = await connect("mine");
    bus.publish(text);
    bus.publish(preview);
    expect((await client.until(2))[1]).toEqual(Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 7, 8]));
  });

  test("one that knows more hears the points of curves", async () => {
    const client = await connect("mine");
    client.socket.send(JSON.stringify({ type: "feature_flags", data: { supports_nextscale: true } }));
    await client.until(2);
    bus.publish({
      type: "node-metric",
      node: "2.0",
      display: "2",
      name: "reward",
      step: 3,
      value: 0.75,
      ...of("mine"),
    });
    const place = { node_id: "2.0", prompt_id: job, display_node_id: "2", parent_node_id: "2", real_node_id: "2" };
    expect((await client.until(3))[2]).toEqual({
      type: "nextscale_metric",
      data: { ...place, name: "reward", step: 3, value: 0.75 },
    });
  });

  test("one that knows more gets which node it is, and texts", async () => {
    const client = await connect("mine");
    const data = { supports_preview_metadata: true, supports_nextscale: true };
    client.socket.send(JSON.stringify({ type: "feature_flags", data }));
    const [, answer] = await client.until(2);
    expect(answer).toMatchObject({ type: "feature_flags", data: { supports_preview_metadata: true } });
    bus.publish(preview);
    bus.publish(text);
    const [, , shown, said] = (await client.until(4)) as Buffer[];
    const length = shown?.readUInt32BE(4) ?? 0;
    expect(shown?.readUInt32BE(0)).toBe(4);
    expect(JSON.parse(shown?.subarray(8, 8 + length).toString() ?? "")).toMatchObject({
      node_id: "2",
      prompt_id: job,
      image_type: "image/jpeg",
    });
    expect([...(shown?.subarray(8 + length) ?? [])]).toEqual([7, 8]);
    expect(said).toEqual(Buffer.from([0, 0, 0, 3, 0, 0, 0, 1, 0x32, 0xc3, 0xa4]));
    bus.publish({ ...text, continues: true });
    expect((await client.until(5))[4]).toEqual(Buffer.from([0, 0, 0, 100, 0, 0, 0, 1, 0x32, 0xc3, 0xa4]));
  });

  test.each(["{", '{"type":"other"}', '{"type":"feature_flags","data":3}'])(
    "a first message %j harms nobody",
    async (bad) => {
      const client = await connect("mine");
      client.socket.send(bad);
      client.socket.send(JSON.stringify({ type: "feature_flags", data: { supports_preview_metadata: true } }));
      bus.publish(preview);
      expect(((await client.until(2))[1] as Buffer).readUInt32BE(0)).toBe(1);
    },
  );
});

test("W4: a second socket with the same id closes the first and hears what comes", async () => {
  const first = await connect("mine");
  const closed = new Promise<number>((done) => first.socket.on("close", done));
  const second = await connect("mine");
  expect(await closed).toBe(4001);
  bus.publish({ type: "job-start", attempt: 1, ...of("mine") });
  expect((await second.until(2))[1]).toMatchObject({ type: "execution_start" });
  expect(hub.clients()).toBe(1);
});

test("a client that comes back in the middle of its job hears which node is at work", async () => {
  running = { job, client: "mine", startedAt: 1, current: "5", nodes: new Map() };
  const client = await connect("mine");
  expect((await client.until(2))[1]).toEqual({ type: "executing", data: { node: "5", prompt_id: job } });
});

test("a failed, a cancelled and a blocked end say which node and why", async () => {
  const client = await connect("mine");
  const error = {
    reason: "node",
    code: "NODES_X",
    message: "It broke.",
    help: "Mend it.",
    node: "2.0",
    display: "2",
    nodeType: "a/b",
  } as const;
  bus.publish({
    type: "node-blocked",
    node: "3",
    display: "3",
    nodeType: "a/c",
    title: "C",
    reason: "No.",
    ...of("mine"),
  });
  bus.publish({ type: "job-end", status: "failed", error, executed: ["1"], node: null, ...of("mine") });
  const node = { node: "2.0", display: "2", nodeType: "a/b" };
  bus.publish({ type: "job-end", status: "cancelled", error: null, executed: ["1"], node, ...of("mine") });
  expect((await client.until(4)).slice(1)).toMatchObject([
    { type: "execution_error", data: { node_id: "3", exception_type: "ExecutionBlocked", exception_message: "No." } },
    {
      type: "execution_error",
      data: { node_id: "2", exception_type: "NODES_X", exception_message: "It broke. Mend it." },
    },
    { type: "execution_interrupted", data: { node_id: "2", node_type: "a/b", executed: ["1"] } },
  ]);
});

test("the end of a cancelled job that no client owns is told to everyone", async () => {
  const client = await connect("any");
  bus.publish({ type: "job-start", attempt: 1, ...of(null) });
  bus.publish({ type: "job-end", status: "cancelled", error: null, executed: [], node: null, ...of(null) });
  expect((await client.until(2))[1]).toMatchObject({ type: "execution_interrupted" });
});

test("a client that never reads is dropped, not buffered without end", async () => {
  const client = await connect("slow");
  client.socket.pause();
  const output = { node: "2", display: "2", files: [], texts: ["x".repeat(1e6)] };
  const gone = new Promise((done) => client.socket.on("close", done));
  for (let sent = 0; sent < 200 && hub.dropped() === 0; sent++) {
    bus.publish({ type: "node-output", output, ...of("slow") });
    await new Promise(setImmediate);
  }
  expect(hub.dropped()).toBe(1);
  expect(hub.clients()).toBe(0);
  client.socket.resume();
  await gone;
});

test("an upgrade to another path, or one that the guard refuses, is no socket", async () => {
  const refused = async (path: string) => {
    const { port } = server.address() as AddressInfo;
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
    return new Promise((done) => socket.on("error", (error) => done(error.message)));
  };
  expect(await refused("/other")).toContain("404");
  hub.close();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await open({ refuse: () => 403 });
  expect(await refused("/ws")).toContain("403");
});

test("a socket that answers no ping is closed", async () => {
  hub.close();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await open({ pingEvery: 20 });
  const { port } = server.address() as AddressInfo;
  const deaf = new WebSocket(`ws://127.0.0.1:${port}/ws?clientId=deaf`, { autoPong: false });
  expect(await new Promise((done) => deaf.on("close", done))).toBe(1006);
});

test("who asked for the log hears each new line, others do not", async () => {
  const keeper = await connect("keeper");
  const other = await connect("other");
  logs.write("before\n");
  logs.watch("keeper", true);
  logs.write("a line\n");
  logs.watch("keeper", false);
  logs.write("after\n");
  bus.publish({ type: "queue", waiting: 1, running: 0, at: 5 });
  expect((await keeper.until(3)).slice(1)).toEqual([
    { type: "logs", data: { entries: [{ t: "1970-01-01T00:00:00.000Z", m: "a line\n" }] } },
    expect.objectContaining({ type: "status" }),
  ]);
  expect((await other.until(2)).slice(1)).toEqual([expect.objectContaining({ type: "status" })]);
});
