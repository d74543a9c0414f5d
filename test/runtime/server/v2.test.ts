import { describe, expect, test } from "vitest";
import { createGuards } from "../../../runtime/server/guard/guards.ts";
import { defaultLimits } from "../../../runtime/server/services.ts";
import { createRegistry, defineNode, port } from "../../../runtime/workflow/index.ts";
import { showText, simplePrompt, startTestServer, type TestServer } from "./test-server.ts";

const readFileNode = defineNode({
  type: "test/read-file",
  version: 1,
  title: "Read File",
  category: "test",
  description: "Reads a file.",
  inputs: { file: port.text() },
  outputs: {},
  output: true,
  run: () => ({}),
});
const registry = createRegistry([showText, readFileNode]);

type Answer = Readonly<Record<string, unknown>> & { readonly id: string; readonly error: { readonly code: string } };
const json = async (answer: Response | Promise<Response>): Promise<Answer> => (await (await answer).json()) as Answer;

const create = (server: TestServer, body: unknown = { workflow: simplePrompt }, key?: string) =>
  server.post("/api/v2/jobs", body, key === undefined ? {} : { headers: { "idempotency-key": key } });

function fileForm(bytes: Uint8Array | string, name: string, fields: Readonly<Record<string, string>> = {}): FormData {
  const data = new FormData();
  for (const [key, value] of Object.entries(fields)) data.append(key, value);
  data.append("file", new Blob([typeof bytes === "string" ? bytes : new Uint8Array(bytes)]), name);
  return data;
}
const upload = (server: TestServer, form: FormData) => server.get("/api/v2/assets", { method: "POST", body: form });

interface ServerEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The events of a stream until it ends. `on` is called with each, and may let more happen. */
async function events(answer: Response, on: (event: ServerEvent) => Promise<void> | void = () => {}) {
  const all: ServerEvent[] = [];
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    const parts = text.split("\n\n");
    text = parts.pop() ?? "";
    for (const part of parts) {
      const [, event, data] = /^event: (.*)\ndata: (.*)$/.exec(part) ?? [];
      if (event === undefined || data === undefined) continue;
      const read = { event, data: JSON.parse(data) };
      all.push(read);
      await on(read);
    }
  }
  return all;
}

const output = (blob: string) => ({
  node: "1",
  display: "1",
  texts: [],
  files: [
    { folder: "output", subfolder: "", name: "a.png", blob: blob as never, bytes: 3, mediaType: "image/png" } as const,
  ],
});

describe("jobs", () => {
  test("a job is created, found where it says, and has the form that clients read", async () => {
    const server = await startTestServer();
    const answer = await create(server);
    expect(answer.status).toBe(201);
    const job = await json(answer);
    expect(job).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      status: "queued",
      created_at: expect.stringMatching(/^\d{4}-.*Z$/),
      started_at: null,
      completed_at: null,
      expires_at: expect.stringMatching(/^9999-/),
      queue_position: 1,
      progress: expect.objectContaining({ value: 0, nodes_done: 0, nodes_total: 1 }),
      outputs: [],
      error: null,
      urls: {
        self: `/api/v2/jobs/${job.id}`,
        events: `/api/v2/jobs/${job.id}/events`,
        cancel: `/api/v2/jobs/${job.id}/cancel`,
      },
    });
    expect(answer.headers.get("location")).toBe(`/api/v2/jobs/${job.id}`);
    expect(await json(server.get(`/api/v2/jobs/${job.id}`))).toEqual(job);
    expect(await json(server.get(`/history/${job.id}`))).toEqual({});
  });

  test("both versions speak of one queue", async () => {
    const server = await startTestServer();
    await server.post("/prompt", { prompt: simplePrompt });
    expect(await json(create(server))).toMatchObject({ queue_position: 2 });
    expect((await json(server.get("/queue"))).queue_pending).toHaveLength(2);
  });

  test("the same key makes one job", async () => {
    const server = await startTestServer();
    expect((await create(server, undefined, "key 1")).status).toBe(201);
    const again = await create(server, undefined, "key 1");
    expect(again.status).toBe(422);
    expect(await json(again)).toMatchObject({ error: { code: "idempotency_key_reuse" } });
    expect((await create(server, undefined, "key 2")).status).toBe(201);
    expect((await create(server, undefined, "k".repeat(256))).status).toBe(400);
    expect((await server.services.store.list()).total).toBe(2);
  });

  test.each<[string, unknown, number, string]>([
    ["the editor's file", { workflow: { nodes: [], links: [] } }, 422, "workflow_format_ui"],
    ["an unknown node", { workflow: { "1": { class_type: "test/none", inputs: {} } } }, 422, "invalid_workflow"],
    ["a graph without outputs", { workflow: {} }, 422, "invalid_workflow"],
    ["no workflow", {}, 400, "invalid_request"],
    ["an asset that is not here", assetGraph({ hash: `sha256:${"0".repeat(64)}` }), 422, "missing_asset"],
    [
      "an asset outside",
      assetGraph({ id: `i${Buffer.from("../../etc/passwd").toString("base64url")}` }),
      422,
      "missing_asset",
    ],
  ])("%s is refused and nothing is queued", async (_, body, status, code) => {
    const server = await startTestServer({ registry });
    const answer = await create(server, body);
    expect((await json(answer.clone())).error.code).toBe(code);
    expect(answer.status).toBe(status);
    expect((await server.services.store.list()).total).toBe(0);
  });

  test("a full queue says when to come again", async () => {
    const server = await startTestServer({ limits: { ...defaultLimits, waiting: 1 } });
    await create(server);
    const answer = await create(server);
    expect(answer.status).toBe(429);
    expect(answer.headers.get("retry-after")).toMatch(/^\d+$/);
    expect((await json(answer)).error.code).toBe("queue_full");
  });

  test("the workflow comes back as it was saved, or as it runs", async () => {
    const server = await startTestServer();
    const { id } = await json(create(server));
    expect(await json(server.get(`/api/v2/jobs/${id}/workflow`))).toEqual({ workflow: simplePrompt, format: "api" });
    const saved = { id: "w", nodes: [] };
    const body = { workflow: simplePrompt, extra_data: { extra_pnginfo: { workflow: saved } } };
    const { id: second } = await json(create(server, body));
    expect(await json(server.get(`/api/v2/jobs/${second}/workflow`))).toEqual({ workflow: saved, format: "save" });
  });

  test("cancelling can be said twice, and of an ended job changes nothing", async () => {
    const server = await startTestServer();
    const { id } = await json(create(server));
    const cancel = () => json(server.post(`/api/v2/jobs/${id}/cancel`));
    expect((await cancel()).status).toBe("canceled");
    expect((await cancel()).status).toBe("canceled");
    const { id: running } = await json(create(server));
    await server.runner.start();
    expect((await json(server.post(`/api/v2/jobs/${running}/cancel`))).status).toBe("canceling");
    await server.runner.end({ status: "cancelled" });
    expect((await json(server.get(`/api/v2/jobs/${running}`))).status).toBe("canceled");
  });

  test("an ended job tells its outputs and how it failed", async () => {
    const server = await startTestServer();
    const { hash } = await server.services.blobs.put(new Uint8Array([1, 2, 3]));
    const { id } = await json(create(server));
    const error = {
      reason: "node",
      code: "TEST_BAD",
      message: "Bad.",
      help: "Do better.",
      node: "1",
      display: "1",
      nodeType: "test/show-text",
    } as const;
    await server.runner.runNext({ outputs: [output(hash)], status: "failed", error });
    const job = await json(server.get(`/api/v2/jobs/${id}`));
    expect(job).toMatchObject({
      status: "failed",
      outputs: [
        {
          node_id: "1",
          name: "a.png",
          type: "image",
          content_type: "image/png",
          size_bytes: 3,
          hash: `sha256:${hash}`,
          job_id: id,
        },
      ],
      error: { code: "test_bad", message: "Bad. Do better.", node_id: "1", class_type: "test/show-text" },
    });
    const [{ url }] = job.outputs as [{ url: string }];
    expect(new Uint8Array(await (await fetch(url)).arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]));
  });

  test("what is not there is told in the same form", async () => {
    const server = await startTestServer(
      {},
      {
        guards: createGuards({
          host: "0.0.0.0",
          hosts: [],
          origins: [],
          tokens: [{ role: "view", secret: "view-view-view-view" }],
        }),
      },
    );
    const as = { headers: { authorization: "Bearer view-view-view-view" } };
    expect((await json(server.get("/api/v2/jobs/none", as))).error.code).toBe("not_found");
    expect((await json(server.get("/api/v2/assets/none", as))).error.code).toBe("not_found");
    expect((await json(server.get("/api/v2/jobs/none"))).error.code).toBe("unauthorized");
    expect((await json(server.post("/api/v2/jobs", {}, as))).error.code).toBe("forbidden");
  });
});

function assetGraph(info: Readonly<Record<string, string>>) {
  return { workflow: { "1": { class_type: "test/read-file", inputs: { file: { __type: "core/ASSET", info } } } } };
}

describe("the stream of events", () => {
  test("follows a job from the queue to its end, and ends with it", async () => {
    const server = await startTestServer();
    const { hash } = await server.services.blobs.put(new Uint8Array([1, 2, 3]));
    const { id } = await json(create(server));
    const answer = await server.get(`/api/v2/jobs/${id}/events`);
    expect(answer.headers.get("content-type")).toMatch(/^text\/event-stream/);
    const image = new Uint8Array([255, 216]);
    const heard = await events(answer, async ({ event, data }) => {
      if (event === "status" && data.status === "queued") await server.runner.start();
      if (event === "status" && data.status === "running") {
        const place = { job: id as never, client: null, at: 1, node: "1", display: "1" };
        server.services.bus.publish({
          ...place,
          type: "node-preview",
          mediaType: "image/jpeg",
          width: 1,
          height: 1,
          image,
        });
        await server.runner.end({ outputs: [output(hash)] });
      }
    });
    expect(heard.filter(({ event }) => event === "status").map(({ data }) => data)).toEqual([
      { status: "queued", queue_position: 1 },
      { status: "running", queue_position: null },
      { status: "succeeded", queue_position: null },
    ]);
    expect(heard).toContainEqual({
      event: "preview",
      data: { node_id: "1", content_type: "image/jpeg", data_base64: "/9g=" },
    });
    expect(heard.filter(({ event }) => event === "output").map(({ data }) => data.name)).toEqual(["a.png"]);
    expect(heard.filter(({ event }) => event === "progress").at(-1)?.data.value).toBe(1);
    expect(heard.at(-1)?.event).toBe("status");
  });

  test("begins with how things stand: of an ended job all is told at once", async () => {
    const server = await startTestServer();
    const { hash } = await server.services.blobs.put(new Uint8Array([1, 2, 3]));
    const { id } = await json(create(server));
    await server.runner.runNext({ outputs: [output(hash)] });
    const heard = await events(await server.get(`/api/v2/jobs/${id}/events`));
    expect(heard.map(({ event }) => event)).toEqual(["output", "progress", "status"]);
  });

  test("tells when a job moves up in the queue", async () => {
    const server = await startTestServer();
    const { id: first } = await json(create(server));
    const { id: second } = await json(create(server));
    const heard = await events(await server.get(`/api/v2/jobs/${second}/events`), async ({ event, data }) => {
      if (event !== "status") return;
      if (data.queue_position === 2) await server.post(`/api/v2/jobs/${first}/cancel`);
      if (data.queue_position === 1) await server.post(`/api/v2/jobs/${second}/cancel`);
    });
    expect(heard.filter(({ event }) => event === "status").map(({ data }) => data.queue_position)).toEqual([
      2,
      1,
      null,
    ]);
  });
});

describe("assets", () => {
  test("are uploaded once: known bytes are 200, and found by hash without sending them", async () => {
    const server = await startTestServer();
    const first = await upload(server, fileForm("hello", "a.txt", { file_path: "notes/a.txt", tags: "x" }));
    expect(first.status).toBe(201);
    const asset = await json(first);
    expect(asset).toMatchObject({ name: "a.txt", file_path: "notes/a.txt", content_type: "text/plain", size_bytes: 5 });
    const other = fileForm("hello", "b.txt", { expected_hash: `blake3:${"0".repeat(64)}` });
    expect((await upload(server, other)).status).toBe(200);
    const hash = String(asset.hash);
    expect((await server.get(`/api/v2/assets/by-hash/${hash}`, { method: "HEAD" })).status).toBe(200);
    expect((await server.get(`/api/v2/assets/by-hash/blake3:${"0".repeat(64)}`, { method: "HEAD" })).status).toBe(404);
    const copy = await server.post("/api/v2/assets/from-hash", { hash, file_path: "c.txt" });
    expect([copy.status, (await json(copy)).file_path]).toEqual([201, "c.txt"]);
    const again = await server.post("/api/v2/assets/from-hash", { hash, file_path: "c.txt" });
    expect([again.status, (await json(again)).created_new]).toEqual([200, false]);
    const none = await server.post("/api/v2/assets/from-hash", { hash: "sha256:0", file_path: "d.txt" });
    expect([none.status, (await json(none)).error.code]).toEqual([404, "blob_not_found"]);
  });

  test("are read, in parts too, and deleted", async () => {
    const server = await startTestServer();
    const { id } = await json(upload(server, fileForm("0123456789", "a.txt")));
    expect(await json(server.get(`/api/v2/assets/${id}`))).toMatchObject({ id, size_bytes: 10 });
    const part = await server.get(`/api/v2/assets/${id}/content`, { headers: { range: "bytes=3-5" } });
    expect([part.status, await part.text()]).toEqual([206, "345"]);
    const remove = () => server.get(`/api/v2/assets/${id}`, { method: "DELETE" });
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(404);
  });

  test("other bytes than expected, a name that leads out, and a picture that is none are refused", async () => {
    const server = await startTestServer();
    const wrong = await upload(server, fileForm("hello", "a.txt", { expected_hash: `sha256:${"0".repeat(64)}` }));
    expect([wrong.status, (await json(wrong)).error.code]).toEqual([409, "hash_mismatch"]);
    expect((await upload(server, fileForm("hello", "a.txt", { file_path: "../a.txt" }))).status).toBe(400);
    expect((await upload(server, fileForm("hello", "a.png"))).status).toBe(400);
    expect(await server.services.files.list({ folder: "input" })).toEqual([]);
    const outside = `i${Buffer.from("../../jobs.db").toString("base64url")}`;
    expect((await server.get(`/api/v2/assets/${outside}/content`)).status).toBe(404);
  });

  test("stand in a workflow in place of a name", async () => {
    const server = await startTestServer({ registry });
    const asset = await json(upload(server, fileForm("hello", "a.txt", { file_path: "notes/a.txt" })));
    for (const info of [{ id: asset.id }, { hash: String(asset.hash) }]) {
      const { id } = await json(create(server, assetGraph(info)));
      const { workflow } = await json(server.get(`/api/v2/jobs/${id}/workflow`));
      expect(workflow).toMatchObject({ "1": { inputs: { file: "notes/a.txt" } } });
    }
  });
});
