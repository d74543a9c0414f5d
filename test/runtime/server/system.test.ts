import { mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pino } from "pino";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { encodeSafetensors } from "../../../runtime/files/safetensors.ts";
import { createLogBuffer } from "../../../runtime/server/log-buffer.ts";
import { temporaryFolder } from "../jobs/temporary-folder.ts";
import { rawRequest } from "./raw-request.ts";
import { simplePrompt, startTestServer } from "./test-server.ts";

const TEMPLATES = join(import.meta.dirname, "..", "..", "..", "workflows");
const red = (): Promise<Buffer> =>
  sharp({ create: { width: 4, height: 4, channels: 3, background: "red" } })
    .png()
    .toBuffer();

test("system_stats tells of devices and memory, and not of the command line", async () => {
  const server = await startTestServer();
  const stats = await (await server.get("/api/system_stats")).json();
  expect(stats).toMatchObject({
    system: { os: process.platform, comfyui_version: "0.0.0", argv: [] },
    devices: [{ name: "Test device", type: "cpu", index: 0, vram_total: 4096, vram_free: 1024 }],
    engine: { status: "ready", lost: 0 },
  });
});

test("what we have none of is empty, and what we do not speak is 404", async () => {
  const server = await startTestServer();
  const json = async (path: string): Promise<unknown> => (await server.get(path)).json();
  expect(await json("/extensions")).toEqual([]);
  expect(await json("/i18n")).toEqual({});
  expect(await json("/global_subgraphs")).toEqual({});
  expect(await json("/embeddings")).toEqual([]);
  expect(await json("/workflow_templates")).toEqual({});
  expect(await json("/features")).toMatchObject({ supports_preview_metadata: true, max_upload_size: 100e6 });
  for (const path of ["/manager/version", "/global_subgraphs/x", "/api/assets", "/nothing"]) {
    expect((await server.get(path)).status, path).toBe(404);
  }
});

test("M2: templates are listed and sent, and nothing beside them", async () => {
  const server = await startTestServer({ templates: TEMPLATES });
  const list = await (await server.get("/workflow_templates")).json();
  const names = (await readdir(TEMPLATES)).filter((name) => name.endsWith(".json")).map((name) => name.slice(0, -5));
  expect(list).toEqual({ nextscale: names.toSorted() });
  const one = await server.get("/api/workflow_templates/nextscale/text-to-image.json");
  expect(one.headers.get("content-type")).toMatch(/^application\/json/);
  expect(await one.json()).toHaveProperty("nodes");
  const status = async (path: string) => (await rawRequest(server.port, { path })).status;
  expect(await status("/workflow_templates/nextscale/none.json")).toBe(404);
  expect(await status("/workflow_templates/other/text-to-image.json")).toBe(404);
  expect(await status("/workflow_templates/nextscale/..%2fpackage.json")).toBe(403);
  expect(await status("/workflow_templates/nextscale/%00.json")).toBe(403);
});

describe("models", () => {
  async function withModels() {
    const folder = temporaryFolder();
    await mkdir(join(folder, "tiny"));
    await writeFile(join(folder, "tiny", "config.json"), "{}");
    await writeFile(join(folder, "tiny", "weights.safetensors"), "");
    await writeFile(join(folder, "tiny", "preview.png"), await red());
    const data = { dtype: "F32", shape: [1], data: new Uint8Array(4) } as const;
    const thumbnail = `data:image/png;base64,${(await red()).toString("base64")}`;
    const file = encodeSafetensors(new Map([["w", data]]), { title: "One", "modelspec.thumbnail": thumbnail });
    await writeFile(join(folder, "one.safetensors"), file);
    await writeFile(join(folder, "notes.txt"), "");
    const outside = temporaryFolder();
    await writeFile(join(outside, "secret.png"), await red());
    await symlink(outside, join(folder, "link"));
    const server = await startTestServer({ models: { checkpoints: folder } });
    const status = async (path: string) => (await rawRequest(server.port, { path })).status;
    return { server, status, json: async (path: string): Promise<unknown> => (await server.get(path)).json() };
  }

  test("M3: are listed by kind, files and folders; an unknown kind is 404", async () => {
    const { server, status, json } = await withModels();
    expect(await json("/models")).toEqual(["checkpoints"]);
    expect(await json("/models/checkpoints")).toEqual(["one.safetensors", "tiny"]);
    expect(await json("/experiment/models")).toMatchObject([{ name: "checkpoints" }]);
    expect(await json("/experiment/models/checkpoints")).toMatchObject([
      { name: "one.safetensors", pathIndex: 0, size: expect.any(Number) },
      { name: "tiny", pathIndex: 0 },
    ]);
    expect(await status("/models/none")).toBe(404);
    expect(await status("/models/constructor")).toBe(404);
    expect(await (await server.get("/experiment/models")).text()).not.toContain(server.folder);
  });

  test("M3: the header of a file is told", async () => {
    const { status, json } = await withModels();
    expect(await json("/view_metadata/checkpoints?filename=one.safetensors")).toMatchObject({ title: "One" });
    expect(await status("/view_metadata/checkpoints?filename=none.safetensors")).toBe(404);
    expect(await status("/view_metadata/checkpoints?filename=notes.txt")).toBe(404);
    expect(await status("/view_metadata/checkpoints?filename=..%2fa.safetensors")).toBe(403);
  });

  test("S1: a preview is found, and no path leads out", async () => {
    const { server, status } = await withModels();
    const preview = "/experiment/models/preview/checkpoints";
    for (const name of ["tiny", "one.safetensors"]) {
      const answer = await server.get(`${preview}/0/${name}`);
      expect(answer.headers.get("content-type"), name).toBe("image/webp");
      expect((await sharp(Buffer.from(await answer.arrayBuffer())).metadata()).width).toBe(4);
    }
    expect(await status(`${preview}/x/tiny`)).toBe(400);
    expect(await status(`${preview}/-1/tiny`)).toBe(400);
    expect(await status(`${preview}/1/tiny`)).toBe(404);
    expect(await status(`${preview}/0/`)).toBe(400);
    expect(await status(`${preview}/0/none`)).toBe(404);
    expect(await status(`${preview}/0/..%2f..%2fsecret`)).toBe(403);
    expect(await status(`${preview}/0/%2fetc%2fpasswd`)).toBe(403);
    expect(await status(`${preview}/0/link/secret`)).toBe(403);
    expect(await status(`${preview}/0/a%00b`)).toBe(403);
    expect(await status("/experiment/models/preview/none/0/tiny")).toBe(404);
  });
});

describe("the log", () => {
  test("is kept for who may see it, the newest lines only", async () => {
    const logs = createLogBuffer({ lines: 2, now: () => 0 });
    const server = await startTestServer({ logs });
    const logger = pino({ base: null, timestamp: false }, logs);
    for (const text of ["one", "two", "three"]) logger.info(text);
    expect(await (await server.get("/internal/logs/raw")).json()).toMatchObject({
      entries: [
        { t: "1970-01-01T00:00:00.000Z", m: expect.stringContaining("two") },
        { m: expect.stringContaining("three") },
      ],
    });
    expect(await (await server.get("/internal/logs")).json()).toMatch(/two.*\n.*three/);
  });

  test("clients say whether they want to hear of it", async () => {
    const logs = createLogBuffer();
    const server = await startTestServer({ logs });
    const ask = (body: unknown) => server.post("/internal/logs/subscribe", body, { method: "PATCH" });
    expect((await ask({ clientId: "a", enabled: true })).status).toBe(200);
    expect([...logs.watchers()]).toEqual(["a"]);
    await ask({ clientId: "a", enabled: false });
    expect([...logs.watchers()]).toEqual([]);
    expect((await ask({ clientId: "a" })).status).toBe(400);
    for (let i = 0; i < 150; i++) logs.watch(`client ${i}`, true);
    expect(logs.watchers().size).toBe(100);
  });

  test("files and folders are told to the keeper", async () => {
    const server = await startTestServer({ models: { checkpoints: "/models" } });
    expect(await (await server.get("/internal/folder_paths")).json()).toMatchObject({ checkpoints: ["/models"] });
    expect(await (await server.get("/internal/files/input")).json()).toEqual([]);
    expect((await server.get("/internal/files/blobs")).status).toBe(400);
  });
});

describe("health", () => {
  test("the process answers; it is ready while jobs are kept and will run", async () => {
    const server = await startTestServer();
    expect(await (await server.get("/health")).json()).toEqual({ status: "ok", version: "0.0.0" });
    expect((await server.get("/ready")).status).toBe(200);
    server.runner.setEngine({ status: "waiting" });
    const answer = await server.get("/ready");
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ store: true, engine: "waiting" });
    expect((await server.get("/health")).status).toBe(200);
  });

  test("metrics count jobs in the text form that Prometheus reads", async () => {
    const server = await startTestServer();
    await server.post("/prompt", { prompt: simplePrompt });
    await server.post("/prompt", { prompt: simplePrompt });
    await server.runner.runNext();
    const answer = await server.get("/metrics");
    expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    const lines = (await answer.text()).split("\n");
    expect(lines).toContain("nextscale_jobs_submitted_total 2");
    expect(lines).toContain('nextscale_jobs_ended_total{status="done"} 1');
    expect(lines).toContain("nextscale_jobs_waiting 1");
    expect(lines).toContain('nextscale_job_run_seconds_bucket{le="+Inf"} 1');
    expect(lines).toContain("nextscale_engine_up 1");
    const values = lines.filter((each) => each !== "" && !each.startsWith("#"));
    expect(values.filter((each) => !/^nextscale_[a-z_]+(\{[a-z]+="[^"]+"\})? [-+\d.eInf]+$/.test(each))).toEqual([]);
  });
});

test("W7: code is not kept by browsers, pictures are, and their absence for an hour", async () => {
  const page = temporaryFolder();
  for (const name of ["a.js", "a.css", "index.en.json", "a.json"]) await writeFile(join(page, name), "1");
  await writeFile(join(page, "a.png"), await red());
  const server = await startTestServer({}, { page });
  const cache = async (path: string) => (await server.get(path)).headers.get("cache-control");
  expect(await cache("/a.js")).toBe("no-store");
  expect(await cache("/a.css")).toBe("no-store");
  expect(await cache("/index.en.json")).toBe("no-store");
  expect(await cache("/a.json")).toBeNull();
  expect(await cache("/a.png")).toBe("public, max-age=86400");
  expect(await cache("/none.png")).toBe("public, max-age=3600");
  const { headers } = await server.get("/a.png");
  const again = await rawRequest(server.port, {
    path: "/a.png",
    headers: { "if-none-match": headers.get("etag") ?? "" },
  });
  expect([again.status, again.headers["cache-control"]]).toEqual([304, undefined]);
});
