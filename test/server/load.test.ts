import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { isBuilt, listen, type Served, serve, showing } from "./served.ts";

const IDLE = 500;
const WATCHING = 5;
const JOBS = 200;
/** Of the server's process, which loads no model; it stays at about 150 MB. */
const MOST_MEGABYTES = 400;

describe.skipIf(!isBuilt)(`${IDLE} idle clients, ${WATCHING} watching, ${JOBS} jobs behind a painting`, () => {
  let served: Served;
  const idle: WebSocket[] = [];
  beforeAll(async () => {
    served = await serve();
  });
  afterAll(async () => {
    for (const socket of idle) socket.terminate();
    await served.stop();
  });

  test("every job is done once and told to its client alone, and memory stays bounded", async () => {
    for (let i = 0; i < IDLE; i++) idle.push(new WebSocket(`${served.url.replace("http", "ws")}/ws?clientId=idle${i}`));
    await Promise.all(idle.map((socket) => new Promise((done) => socket.once("open", done))));
    const heardByIdle = new Set<string>();
    for (const socket of idle) socket.on("message", (data) => heardByIdle.add(JSON.parse(String(data)).type));

    const watchers = await Promise.all(Array.from({ length: WATCHING }, (_, i) => listen(served.url, `watcher${i}`)));
    const painting = {
      1: { class_type: "nextscale/load-model", inputs: {} },
      2: { class_type: "nextscale/generate-image", inputs: { model: ["1", 0], prompt: "a cat", count: 16 } },
      3: { class_type: "nextscale/preview-image", inputs: { image: ["2", 0] } },
    };
    await served.post("/prompt", { prompt: painting, client_id: "watcher0" });
    const jobs = await Promise.all(
      Array.from({ length: JOBS }, async (_, i) => {
        const client = i % WATCHING;
        const { body } = await served.post("/prompt", { prompt: showing(`load ${i}`), client_id: `watcher${client}` });
        return { id: String(body.prompt_id), client };
      }),
    );
    await Promise.all(jobs.map(({ id, client }) => watchers[client]?.left(id)));

    for (const [i, { heard }] of watchers.entries()) {
      const done = heard.filter(({ type }) => type === "execution_success").map(({ data }) => data.prompt_id);
      const own = jobs.filter(({ client }) => client === i).map(({ id }) => id);
      expect(done.filter((id) => jobs.some((job) => job.id === id))).toEqual(own);
    }
    const { pagination } = await served.get("/jobs?status=completed&limit=1");
    expect(pagination.total).toBe(JOBS + 1);
    expect([...heardByIdle].toSorted()).toEqual(["status"]);
    expect(megabytesOf(served.child.pid)).toBeLessThan(MOST_MEGABYTES);
  });
});

/** Resident memory; 0 where the system does not tell. */
function megabytesOf(pid: number | undefined): number {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return 0;
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(file, "utf8"))?.[1]) / 1000;
}
