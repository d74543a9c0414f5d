import { crc32, deflateSync } from "node:zlib";
import { pino } from "pino";
import sharp from "sharp";
import { describe, expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { writeMetadata } from "../../../runtime/files/metadata/index.ts";
import { refuseUpgrade } from "../../../runtime/server/guard/admit.ts";
import { createGuards, type GuardOptions } from "../../../runtime/server/guard/guards.ts";
import { createLogBuffer } from "../../../runtime/server/log-buffer.ts";
import { startServer } from "../../../runtime/server/start-server.ts";
import { rawRequest } from "./raw-request.ts";
import { simplePrompt, startTestServer } from "./test-server.ts";

const SECRET = "a-secret-of-some-length";
const CLOSED: GuardOptions = { host: "0.0.0.0", hosts: [], origins: [], tokens: [{ role: "admin", secret: SECRET }] };
const LOCAL: GuardOptions = { host: "127.0.0.1", hosts: [], origins: [], tokens: [] };

/** What a WebSocket comes to: "open", or the status of the refusal. */
async function socket(policy: GuardOptions, headers: Readonly<Record<string, string>>, query = ""): Promise<string> {
  const { services } = await startTestServer();
  const options = { host: "127.0.0.1", port: 0, guards: createGuards(policy), refuse: refuseUpgrade(policy) };
  const server = await startServer(services, options);
  onTestFinished(() => server.close());
  const opened = new WebSocket(`ws://127.0.0.1:${server.port}/ws?clientId=a${query}`, { headers });
  return new Promise((done) => {
    opened.on("open", () => done("open"));
    opened.on("error", ({ message }) => done(/\d{3}/.exec(message)?.[0] ?? message));
  });
}

describe("a WebSocket", () => {
  test.each<[string, GuardOptions, Record<string, string>, string, string]>([
    ["of a program is opened", LOCAL, {}, "", "open"],
    ["of another site is refused", LOCAL, { origin: "https://evil.example" }, "", "403"],
    ["of a page that hides is refused", LOCAL, { origin: "null" }, "", "403"],
    ["by a name bent to this machine is refused", LOCAL, { host: "evil.example:8188" }, "", "403"],
    ["without a token is refused", CLOSED, {}, "", "401"],
    ["with a wrong token is refused", CLOSED, { authorization: "Bearer wrong" }, "", "401"],
    ["with the token in its address is opened", CLOSED, {}, `&token=${SECRET}`, "open"],
  ])("%s", async (_, policy, headers, query, want) => {
    expect(await socket(policy, headers, query)).toBe(want);
  });
});

describe("secrets", () => {
  const extra_data = {
    auth_token_comfy_org: "secret-of-comfy-1",
    api_key_comfy_org: "secret-of-comfy-2",
    note: "kept",
  };

  test("that come with a request stand in no queue, history or job", async () => {
    const server = await startTestServer();
    const { prompt_id: id } = (await (await server.post("/prompt", { prompt: simplePrompt, extra_data })).json()) as {
      prompt_id: string;
    };
    const second = (await (await server.post("/v2/jobs", { workflow: simplePrompt, extra_data })).json()) as {
      id: string;
    };
    const seen = async (): Promise<string> => {
      const paths = ["/queue", "/history", `/jobs/${id}`, `/jobs/${second.id}`, `/v2/jobs/${second.id}`, "/jobs"];
      return (await Promise.all(paths.map(async (path) => (await server.get(path)).text()))).join("\n");
    };
    expect(await seen()).toContain("kept");
    expect(await seen()).not.toContain("secret-of-comfy");
    await server.runner.runNext();
    await server.runner.runNext();
    expect(await seen()).not.toContain("secret-of-comfy");
  });

  test("that open the server stand in no log, whatever fails", async () => {
    const logs = createLogBuffer();
    const broken = { counts: () => Promise.reject(new Error("the store is gone")) };
    const first = await startTestServer();
    const server = await startTestServer(
      { logs, logger: pino({ level: "trace" }, logs), store: { ...first.services.store, ...broken } },
      { guards: createGuards(CLOSED) },
    );
    const headers = { authorization: `Bearer ${SECRET}`, cookie: `nextscale_token=${SECRET}` };
    expect((await server.get("/prompt", { headers })).status).toBe(500);
    expect((await server.get(`/prompt?token=${SECRET}`)).status).toBe(303);
    expect((await server.get("/prompt?token=wrong-wrong-wrong")).status).toBe(401);
    const text = JSON.stringify(logs.entries());
    expect(text).toContain("the store is gone");
    expect(text).not.toMatch(/a-secret|wrong-wrong/);
  });

  test("a refusal for want of a token says how to send one", async () => {
    const server = await startTestServer({}, { guards: createGuards(CLOSED) });
    const { status, headers, text } = await rawRequest(server.port, { path: "/queue" });
    expect([status, headers["www-authenticate"]]).toEqual([401, "Bearer"]);
    expect(JSON.parse(text).error.details).toContain("Authorization: Bearer");
  });
});

test("a picture whose text grows without end when it is unpacked is no original for a mask", async () => {
  const server = await startTestServer();
  const plain = await sharp({ create: { width: 2, height: 2, channels: 4, background: "red" } })
    .png()
    .toBuffer();
  const bomb = Buffer.from(writeMetadata(plain, new Map([["x", "placeholder"]])));
  const at = bomb.indexOf("tEXt");
  const packed = deflateSync(Buffer.alloc(80e6), { level: 9 });
  const chunk = chunkOf("zTXt", Buffer.concat([Buffer.from("prompt\0\0", "latin1"), packed]));
  const whole = Buffer.concat([bomb.subarray(0, at - 4), chunk, bomb.subarray(at - 4)]);
  const form = (bytes: Uint8Array, name: string, fields: Readonly<Record<string, string>> = {}): FormData => {
    const data = new FormData();
    data.append("image", new Blob([new Uint8Array(bytes)]), name);
    for (const [key, value] of Object.entries(fields)) data.append(key, value);
    return data;
  };
  const kept = await server.get("/upload/image", { method: "POST", body: form(whole, "bomb.png") });
  const reference = JSON.stringify({ filename: "bomb.png", type: "input" });
  const mask = form(plain, "m.png", { original_ref: reference });
  const answer = await server.get("/upload/mask", { method: "POST", body: mask });
  expect([kept.status, answer.status]).toEqual([200, 400]);
  expect(await server.services.files.get({ folder: "input", subfolder: "", name: "m.png" })).toBeNull();
  expect((await server.get("/health")).status).toBe(200);
});

function chunkOf(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, sum]);
}
