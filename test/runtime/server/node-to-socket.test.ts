import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import type { Job } from "../../../runtime/jobs/job.ts";
import { createLogBuffer } from "../../../runtime/server/log-buffer.ts";
import { defaultLimits, type Services } from "../../../runtime/server/services.ts";
import { createHub } from "../../../runtime/server/socket/hub.ts";
import { bundle } from "../engine/bundle.ts";
import { startJobs } from "../engine/start-jobs.ts";

const entry = await bundle("fake-engine.ts");

interface Heard {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

test("numbers that a node tells come out of a socket as they went in, in order and before the end", async () => {
  const { run, hear } = await startWire();
  const job = await run({ 1: ["fake/measure", { count: 3 }] }, { client: "mine" });
  const heard = await hear(job);
  const points = heard.filter(({ type }) => type === "nextscale_metric");
  expect(points.map(({ data }) => data)).toEqual(
    [1, 2, 3].map((step) => ({
      node_id: "1",
      display_node_id: "1",
      parent_node_id: null,
      real_node_id: "1",
      prompt_id: job.id,
      name: "loss",
      step,
      value: 1 / step,
    })),
  );
  expect(orderOf(heard)).toEqual([
    "execution_start",
    "execution_cached",
    "executing",
    "nextscale_metric",
    "nextscale_metric",
    "nextscale_metric",
    "execution_success",
    "executing",
  ]);
});

test("numbers that a node told come again when its result is reused", async () => {
  const { run, hear } = await startWire();
  const measuring = { 1: ["fake/measure", { count: 2 }] } as const;
  const told: (readonly unknown[])[] = [];
  let order: readonly string[] = [];
  for (let round = 0; round < 2; round++) {
    const heard = await hear(await run(measuring, { client: "mine" }));
    const points = heard.filter(({ type }) => type === "nextscale_metric");
    told.push(points.map(({ data: { name, step, value } }) => [name, step, value]));
    order = orderOf(heard);
  }
  expect(told[1]).toEqual(told[0]);
  expect(order).toEqual([
    "execution_start",
    "execution_cached",
    "nextscale_metric",
    "nextscale_metric",
    "execution_success",
    "executing",
  ]);
});

function orderOf(heard: readonly Heard[]): readonly string[] {
  return heard.map(({ type }) => type).filter((type) => type !== "progress_state");
}

/** An engine process and a socket that says it knows our messages; `hear` gives all that was told of a job. */
async function startWire() {
  const { bus, runner, store, run } = await startJobs(entry);
  const server = createServer();
  const logger = pino({ level: "silent" });
  const logs = createLogBuffer({ now: () => 0 });
  const hub = createHub(server, { bus, runner, store, logger, limits: defaultLimits, logs } as unknown as Services);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws?clientId=mine`);
  const heard: Heard[] = [];
  const wakes: (() => void)[] = [];
  socket.on("message", (data: Buffer, isBinary) => {
    if (!isBinary) heard.push(JSON.parse(data.toString()));
    for (const wake of wakes.splice(0)) wake();
  });
  onTestFinished(async () => {
    socket.terminate();
    hub.close();
    await new Promise((done) => server.close(done));
  });
  const until = async (fits: (message: Heard) => boolean): Promise<void> => {
    while (!heard.some(fits)) await new Promise<void>((wake) => wakes.push(wake));
  };
  await until(({ type }) => type === "status");
  socket.send(JSON.stringify({ type: "feature_flags", data: { supports_nextscale: true } }));
  await until(({ type }) => type === "feature_flags");
  const hear = async ({ id }: Job): Promise<readonly Heard[]> => {
    await until(({ type, data }) => type === "executing" && data.node === null && data.prompt_id === id);
    return heard.filter(({ data }) => data.prompt_id === id);
  };
  return { run, hear };
}
