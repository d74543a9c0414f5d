import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { WebSocketServer } from "ws";
import { connect, isLeft, showing, startServed, submit } from "./served.ts";

const ONE_BY_ONE = 300;
const AT_ONCE = 500;

/** A server to talk to: where, and the message that is the first word on a job. */
interface Rival {
  readonly url: string;
  readonly first: string;
  readonly close: () => Promise<void>;
}

/** What a job costs around its work: the graph shows a text, no model is loaded. */
export async function server(): Promise<void> {
  const rivals = { "nextscale serve": await ours(), "a bare express route and socket": await bare() };
  const rows = new Map<string, { p50: number; p99: number; rate: number }>();
  for (const [name, rival] of Object.entries(rivals)) {
    const waits = await oneByOne(rival);
    rows.set(name, { p50: quantile(waits, 0.5), p99: quantile(waits, 0.99), rate: await atOnce(rival) });
    await rival.close();
  }
  console.log(`${"".padEnd(34)}first event p50, p99 in ms    jobs/s, ${AT_ONCE} at once`);
  for (const [name, { p50, p99, rate }] of rows) {
    console.log(
      `${name.padEnd(34)}${p50.toFixed(2).padStart(12)}${p99.toFixed(2).padStart(8)}${rate.toFixed(0).padStart(18)}`,
    );
  }
  const [subject, rival] = [...rows.values()];
  if (subject === undefined || rival === undefined) return;
  console.log(
    `A job on disk, run in another process, begins ${(subject.p50 / rival.p50).toFixed(1)} times as late as a message that is only passed on, and ${(rival.rate / subject.rate).toFixed(1)} times fewer are done in a second.`,
  );
}

/** Milliseconds from the request to the first word on its job, for jobs one after another. */
async function oneByOne({ url, first }: Rival): Promise<readonly number[]> {
  const client = await connect(url, "bench");
  const waits: number[] = [];
  for (let i = -20; i < ONE_BY_ONE; i++) {
    const begun = performance.now();
    const heard = client.next((message) => message.type === first);
    const left = client.next(isLeft);
    await submit(url, "bench", showing(`one ${i}`));
    const at = await heard;
    await left;
    if (i >= 0) waits.push(at - begun);
  }
  client.close();
  return waits;
}

/** Jobs done in a second when all are sent at once. */
async function atOnce({ url }: Rival): Promise<number> {
  const client = await connect(url, "bench");
  let left = 0;
  const all = client.next((message) => isLeft(message) && ++left === AT_ONCE);
  const begun = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => submit(url, "bench", showing(`all ${i}`))));
  const ended = await all;
  client.close();
  return (1000 * AT_ONCE) / (ended - begun);
}

async function ours(): Promise<Rival> {
  return { ...(await startServed()), first: "execution_start" };
}

/** The least that any server of this kind does: read the request, answer, tell the socket. */
async function bare(): Promise<Rival> {
  const app = express().use(express.text({ type: () => true }));
  const http = createServer(app);
  const sockets = new WebSocketServer({ server: http });
  app.post("/prompt", (request, response) => {
    JSON.parse(request.body);
    response.json({ prompt_id: "x" });
    for (const message of ["execution_start", "executing"]) {
      for (const socket of sockets.clients) socket.send(JSON.stringify({ type: message, data: { node: null } }));
    }
  });
  await new Promise<void>((done) => http.listen(0, "127.0.0.1", done));
  const { port } = http.address() as AddressInfo;
  const close = async () => {
    sockets.close();
    http.closeAllConnections();
    await new Promise((done) => http.close(done));
  };
  return { url: `http://127.0.0.1:${port}`, first: "execution_start", close };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
}
