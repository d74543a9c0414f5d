import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Heard, isBuilt, isLeft, listen, type Served, serve, showing } from "./served.ts";

const painting = {
  1: { class_type: "nextscale/load-model", inputs: {} },
  2: { class_type: "nextscale/generate-image", inputs: { model: ["1", 0], prompt: "a red circle", seed: 3 } },
  3: { class_type: "nextscale/save-image", inputs: { image: ["2", 0] } },
};
/** A job that works until it is stopped: a long loop over paintings. */
const long = (seed: number) => ({
  1: { class_type: "nextscale/load-model", inputs: {} },
  2: { class_type: "nextscale/generate-image", inputs: { model: ["1", 0], prompt: "a cat", seed, count: 64 } },
  3: { class_type: "nextscale/preview-image", inputs: { image: ["2", 0] } },
});

describe.skipIf(!isBuilt)("a server and its clients", () => {
  let served: Served;
  beforeAll(async () => {
    served = await serve();
  });
  afterAll(() => served.stop());

  const submit = async (prompt: object, client: string | null = null, more: object = {}): Promise<string> => {
    const { status, body } = await served.post("/prompt", { prompt, ...(client && { client_id: client }), ...more });
    expect(status, JSON.stringify(body)).toBe(200);
    return body.prompt_id;
  };
  const types = (heard: readonly Heard[], job: string) =>
    heard.filter(({ data }) => data.prompt_id === job && data.node !== null).map(({ type }) => type);

  test("a painting: previews of every scale, its picture, and the order of events", async () => {
    const client = await listen(served.url, "painter");
    const job = await submit(painting, "painter");
    await client.left(job);
    const order = types(client.heard, job).filter((type) => !type.startsWith("progress"));
    expect(order).toEqual([
      "execution_start",
      "execution_cached",
      "executing",
      "executing",
      "executing",
      "executed",
      "execution_success",
    ]);
    const frames = client.heard.filter(({ type }) => type === "binary").map(({ data }) => data as Buffer);
    const progress = client.heard.filter(({ type, data }) => type === "progress" && data.prompt_id === job);
    const scales = progress[0]?.data.max;
    expect(scales).toBeGreaterThan(1);
    expect(progress.map(({ data }) => [data.value, data.max])).toEqual(
      Array.from({ length: scales }, (_, k) => [k + 1, scales]),
    );
    expect(frames.length).toBeGreaterThanOrEqual(scales);
    const shown = await sharp(frames.at(-1)?.subarray(8)).metadata();
    expect(shown).toMatchObject({ width: 64, height: 64 });

    const [image] = (await served.get(`/history/${job}`))[job].outputs[3].images;
    const response = await fetch(`${served.url}/view?${new URLSearchParams(image)}`);
    expect(response.headers.get("content-type")).toBe("image/png");
    expect(await sharp(Buffer.from(await response.arrayBuffer())).metadata()).toMatchObject({ width: 64, height: 64 });
    client.socket.close();
  });

  test("invariant 4: the same again comes from the cache, and still tells of its start, its picture and its end", async () => {
    const client = await listen(served.url, "again");
    const first = await submit(painting, "again");
    await client.left(first);
    const second = await submit(painting, "again");
    await client.left(second);
    expect(types(client.heard, second).filter((type) => !type.startsWith("progress"))).toEqual([
      "execution_start",
      "execution_cached",
      "executed",
      "execution_success",
    ]);
    const { data } = await client.until(({ type, data }) => type === "execution_cached" && data.prompt_id === second);
    expect(data.nodes).toContain("3");
    const history = await served.get(`/history/${second}`);
    expect(history[second].outputs[3].images).toHaveLength(1);
    client.socket.close();
  });

  test("invariants 1 to 3: after each status a job is in exactly one place, and its history is there before its end is told", async () => {
    const client = await listen(served.url, "watcher");
    const jobs: string[] = [];
    const seen = new Map<string, string[]>();
    const looks: Promise<void>[] = [];
    const look = async (): Promise<void> => {
      const queue = await served.get("/queue");
      const ids = (rows: unknown[][]) => rows.map(([, id]) => String(id));
      const [running, pending] = [ids(queue.queue_running), ids(queue.queue_pending)];
      for (const job of [...jobs]) {
        if (running.includes(job) && pending.includes(job)) throw new Error(`${job} runs and waits`);
        if (running.includes(job) || pending.includes(job)) continue;
        const history = await served.get(`/history/${job}`);
        seen.set(job, [...(seen.get(job) ?? []), history[job] === undefined ? "lost" : "kept"]);
      }
    };
    client.socket.on("message", (data: Buffer, isBinary) => {
      const message = isBinary ? null : JSON.parse(data.toString());
      if (message?.type === "status") looks.push(look());
      if (message?.type === "executing" && message.data.node === null) looks.push(look());
    });
    for (let i = 0; i < 10; i++) jobs.push(await submit(showing(`w${i}`), "watcher"));
    for (const job of jobs) await client.left(job);
    await Promise.all(looks);
    expect([...seen.values()].flat()).not.toContain("lost");
    for (const job of jobs) {
      const order = types(client.heard, job);
      expect(order.indexOf("executed")).toBeLessThan(order.indexOf("execution_success"));
      const success = client.heard.findIndex(
        ({ type, data }) => type === "execution_success" && data.prompt_id === job,
      );
      const left = client.heard.findIndex(isLeft(job));
      expect(client.heard.slice(success, left).some(({ type }) => type === "status")).toBe(true);
    }
    client.socket.close();
  });

  test("invariants 5 and 6: of 50 jobs at once nothing is left out, and no two of them are mixed", async () => {
    const client = await listen(served.url, "burst");
    const jobs = await Promise.all(Array.from({ length: 50 }, (_, i) => submit(showing(`b${i}`), "burst")));
    for (const job of jobs) await client.left(job);
    const told = client.heard.filter(({ data }) => jobs.includes(data.prompt_id)).map(({ data }) => data.prompt_id);
    const runs = told.filter((job, i) => job !== told[i - 1]);
    expect(runs).toHaveLength(50);
    for (const job of jobs) {
      const order = types(client.heard, job).filter((type) => type !== "progress_state");
      expect(order).toEqual(["execution_start", "execution_cached", "executing", "executed", "execution_success"]);
    }
    client.socket.close();
  });

  test("invariant 7: who comes late finds a fast job in the history, and who comes back hears what follows", async () => {
    const early = await listen(served.url, "late");
    const first = await submit(showing("fast"), "late");
    await early.left(first);
    early.socket.terminate();
    const back = await listen(served.url, "late");
    expect((await served.get(`/history/${first}`))[first].status.status_str).toBe("success");
    const second = await submit(showing("next"), "late");
    await back.left(second);
    expect(types(back.heard, second)).toContain("executed");
    back.socket.close();
  });

  test("C1: a running job is interrupted by its id, a waiting one is taken out; both are cancelled", async () => {
    const client = await listen(served.url, "cancel");
    const running = await submit(long(1), "cancel");
    const waiting = await submit(long(2), "cancel");
    await client.until(({ type, data }) => type === "executing" && data.prompt_id === running && data.node === "2");
    expect((await served.post(`/api/jobs/${waiting}/cancel`, {})).body).toEqual({ cancelled: true });
    expect((await served.post("/interrupt", { prompt_id: waiting })).status).toBe(200);
    expect((await served.get("/queue")).queue_running[0][1]).toBe(running);
    expect((await served.post(`/api/jobs/${running}/cancel`, {})).body).toEqual({ cancelled: true });
    await client.left(running);
    expect(types(client.heard, running)).toContain("execution_interrupted");
    expect((await served.get(`/api/jobs/${running}`)).status).toBe("cancelled");
    expect((await served.get(`/api/jobs/${waiting}`)).status).toBe("cancelled");
    expect((await served.post(`/api/jobs/${running}/cancel`, {})).body).toEqual({ cancelled: false });
    client.socket.close();
  });

  test("X1: a node that fails ends its job with node and reason; the next job runs", async () => {
    const client = await listen(served.url, "failing");
    const broken = {
      1: { class_type: "nextscale/load-image", inputs: { file: "small.png" } },
      2: { class_type: "nextscale/crop-image", inputs: { image: ["1", 0], left: 60, width: 60 } },
      3: { class_type: "nextscale/preview-image", inputs: { image: ["2", 0] } },
    };
    const form = new FormData();
    const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: "red" } })
      .png()
      .toBuffer();
    form.append("image", new Blob([new Uint8Array(bytes)]), "small.png");
    await fetch(`${served.url}/upload/image`, { method: "POST", body: form });
    const job = await submit(broken, "failing");
    await client.left(job);
    const { data } = await client.until(({ type, data }) => type === "execution_error" && data.prompt_id === job);
    expect(data).toMatchObject({ node_id: "2", node_type: "nextscale/crop-image" });
    expect(data.exception_message).toContain("does not lie inside");
    const next = await submit(showing("after"), "failing");
    await client.left(next);
    expect(types(client.heard, next)).toContain("execution_success");
    client.socket.close();
  });

  test("S2: a file that nobody uploaded is refused, wherever it lies", async () => {
    for (const file of ["nowhere.png", "/etc/hostname", "../jobs.db", "package.json", undefined]) {
      const prompt = {
        1: { class_type: "nextscale/load-image", inputs: { file } },
        2: { class_type: "nextscale/preview-image", inputs: { image: ["1", 0] } },
      };
      const { status, body } = await served.post("/prompt", { prompt });
      expect(status).toBe(400);
      const type = file === undefined ? "required_input_missing" : "value_not_in_list";
      expect(body.node_errors["1"].errors).toMatchObject([{ type, extra_info: { input_name: "file" } }]);
    }
  });

  test("a graph with problems is refused with all of them, in the shapes clients know", async () => {
    const bad = {
      1: { class_type: "nextscale/crop-image", inputs: { width: -1 } },
      2: { class_type: "nextscale/preview-image", inputs: { image: ["1", 0] } },
    };
    const { status, body } = await served.post("/prompt", { prompt: bad });
    expect(status).toBe(400);
    expect(body.error.type).toBe("prompt_outputs_failed_validation");
    expect(body.node_errors[1].errors.map(({ type }: Heard) => type).toSorted()).toEqual([
      "required_input_missing",
      "value_smaller_than_min",
    ]);
    const absent = { 1: { class_type: "nextscale/load-image", inputs: { file: "nowhere.png" } }, 2: bad[2] };
    expect((await served.post("/prompt", { prompt: absent })).status).toBe(400);
    expect((await served.post("/prompt", {})).body.error.type).toBe("no_prompt");
    expect((await served.post("/prompt", { prompt: showing("x"), prompt_id: "x" })).body.error.type).toBe(
      "invalid_prompt_id",
    );
    expect(
      (await served.post("/prompt", { prompt: { 1: { class_type: "no/such", inputs: {} } } })).body.error.type,
    ).toBe("missing_node_type");
  });

  test("the editor's file is taken as it is, and is inside the picture it makes", async () => {
    const file = JSON.parse(await readFile("workflows/text-to-image-simple.json", "utf8"));
    const client = await listen(served.url, "editor");
    const job = await submit(file, "editor");
    await client.left(job);
    const [image] = (await served.get(`/history/${job}`))[job].outputs[3].images;
    const bytes = Buffer.from(await (await fetch(`${served.url}/view?${new URLSearchParams(image)}`)).arrayBuffer());
    expect(bytes.includes('"last_node_id"')).toBe(true);
    client.socket.close();
  });
});
