import { describe, expect, test } from "vitest";
import { roleFor } from "../../../runtime/server/guard/access.ts";
import { refuseUpgrade } from "../../../runtime/server/guard/admit.ts";
import { createGuards, type GuardOptions } from "../../../runtime/server/guard/guards.ts";
import { roleOf } from "../../../runtime/server/guard/token.ts";
import { rawRequest } from "./raw-request.ts";
import { simplePrompt, startTestServer, type TestServer } from "./test-server.ts";

const LOCAL: GuardOptions = { host: "127.0.0.1", hosts: [], origins: [], tokens: [] };
const TOKENS = [
  { role: "view", secret: "view-view-view-view" },
  { role: "run", secret: "run-run-run-run-run" },
  { role: "admin", secret: "admin-admin-admin-a" },
] as const;
const CLOSED: GuardOptions = { ...LOCAL, host: "0.0.0.0", tokens: TOKENS };

const guarded = (policy: GuardOptions): Promise<TestServer> => startTestServer({}, { guards: createGuards(policy) });

/** Asks for a job as a page would, and tells the status and how many jobs there are then. */
async function submit(server: TestServer, headers: Readonly<Record<string, string>>, path = "/prompt") {
  const body = JSON.stringify({ prompt: simplePrompt });
  const { status } = await rawRequest(server.port, { method: "POST", path, headers, body });
  return { status, jobs: (await server.services.store.list()).total };
}

describe("names and origins", () => {
  test("a program that is no browser comes in", async () => {
    const server = await guarded(LOCAL);
    expect(await submit(server, {})).toEqual({ status: 200, jobs: 1 });
  });

  test("the server's own page comes in, by each loopback name", async () => {
    const server = await guarded(LOCAL);
    for (const host of [`127.0.0.1:${server.port}`, `localhost:${server.port}`, `[::1]:${server.port}`]) {
      const own = { host, origin: `http://${host}`, "sec-fetch-site": "same-origin" };
      expect((await submit(server, own)).status, host).toBe(200);
    }
  });

  const here = (port: number) => `127.0.0.1:${port}`;
  test.each<[string, (port: number) => Record<string, string>]>([
    ["a name bent to this machine", (port) => ({ host: `evil.example:${port}` })],
    ["a name that only ends as ours", (port) => ({ host: `127.0.0.1.evil.example:${port}` })],
    ["a name with a user before it", (port) => ({ host: `evil.example@127.0.0.1:${port}` })],
    ["a name that is none", () => ({ host: "[" })],
    ["another origin", (port) => ({ host: here(port), origin: "https://evil.example" })],
    ["another port of this machine", (port) => ({ host: here(port), origin: "http://127.0.0.1:1" })],
    ["an origin that hides", (port) => ({ host: here(port), origin: "null" })],
    ["an origin that is no address", (port) => ({ host: here(port), origin: "%%%" })],
    ["a request marked cross-site", (port) => ({ host: here(port), "sec-fetch-site": "cross-site" })],
  ])("%s is refused with 403 and nothing is queued", async (_, headers) => {
    const server = await guarded(LOCAL);
    for (const path of ["/prompt", "/api/prompt", "/api/v2/jobs"]) {
      expect(await submit(server, headers(server.port), path), path).toEqual({ status: 403, jobs: 0 });
    }
  });

  test("a cross-site GET is refused too, so that no page can load what it may not read", async () => {
    const server = await guarded(LOCAL);
    const headers = { host: `127.0.0.1:${server.port}`, "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" };
    expect((await rawRequest(server.port, { path: "/queue", headers })).status).toBe(403);
  });

  test("a listed origin may talk and read, a listed name is answered", async () => {
    const origin = "https://studio.example";
    const server = await guarded({ ...LOCAL, origins: [origin], hosts: ["box.example"] });
    const headers = { host: `box.example:${server.port}`, origin, "sec-fetch-site": "cross-site" };
    const answer = await rawRequest(server.port, { path: "/queue", headers });
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      "access-control-allow-origin": origin,
      vary: expect.stringMatching(/Origin/),
    });
    const before = await rawRequest(server.port, { method: "OPTIONS", path: "/prompt", headers });
    expect(before.status).toBe(200);
    expect(before.headers["access-control-allow-methods"]).toContain("POST");
    expect((await submit(server, { ...headers, origin: "https://other.example" })).status).toBe(403);
  });

  test("no route changes anything by GET", async () => {
    const server = await guarded(LOCAL);
    for (const path of ["/interrupt", "/free", "/upload/image", "/jobs/cancel", "/v2/assets"]) {
      expect((await server.get(path)).status, path).toBe(404);
    }
    expect(server.runner.freed()).toBe(0);
  });
});

describe("tokens", () => {
  test("a server that others can reach does not start without one", () => {
    expect(() => createGuards({ ...LOCAL, host: "0.0.0.0" })).toThrow(
      expect.objectContaining({ code: "GUARD_TOKEN_NEEDED" }),
    );
    expect(() => createGuards({ ...LOCAL, host: "::1" })).not.toThrow();
  });

  test("a missing or wrong token is 401 and says nothing of what was sent", async () => {
    const server = await guarded(CLOSED);
    const wrong = ["", "Bearer", "Bearer nonsense-nonsense", "Basic run-run-run-run-run", "Bearer view-view-view-vie"];
    for (const authorization of wrong) {
      const answer = await rawRequest(server.port, {
        path: "/queue",
        headers: authorization === "" ? {} : { authorization },
      });
      expect(answer.status, authorization).toBe(401);
      expect(answer.text).not.toContain("nonsense");
    }
    expect(await submit(server, { cookie: "nextscale_token=%E0%A4%A" })).toEqual({ status: 401, jobs: 0 });
  });

  test("each role may do what it may, and no more", async () => {
    const server = await guarded(CLOSED);
    const as = (secret: string) => ({ authorization: `Bearer ${secret}` });
    expect(await submit(server, as(TOKENS[0].secret))).toEqual({ status: 403, jobs: 0 });
    expect(await submit(server, as(TOKENS[1].secret))).toEqual({ status: 200, jobs: 1 });
    expect(await submit(server, as(TOKENS[2].secret))).toEqual({ status: 200, jobs: 2 });
    const look = async (secret: string) =>
      (await rawRequest(server.port, { path: "/queue", headers: as(secret) })).status;
    expect(await look(TOKENS[0].secret)).toBe(200);
    for (const path of ["/internal/logs", "/API/Internal/logs/", "/api/internal\\logs#", "/internal/logs?a=/queue"]) {
      const { status } = await rawRequest(server.port, { path, headers: as(TOKENS[1].secret) });
      expect([403, 404], path).toContain(status);
    }
  });

  test("what no rule names is for admins", () => {
    expect(roleFor("DELETE", "/something/new")).toBe("admin");
    expect(roleFor("POST", "/api/users")).toBe("admin");
    expect(roleFor("GET", "/INTERNAL/logs")).toBe("admin");
    expect(roleFor("POST", "/api/Prompt/")).toBe("run");
    expect(roleFor("GET", "/api/health")).toBeNull();
    expect(roleFor("POST", "/health")).toBe("admin");
  });

  test("health needs none", async () => {
    const server = await guarded(CLOSED);
    expect((await server.get("/health")).status).not.toBe(401);
  });

  test("a page opened with ?token= gets a cookie and loses the token from its address", async () => {
    const server = await guarded(CLOSED);
    const first = await rawRequest(server.port, { path: "//queue?token=run-run-run-run-run&a=1" });
    expect(first.status).toBe(303);
    expect(first.headers.location).toBe("/queue?a=1");
    const [cookie = ""] = [first.headers["set-cookie"]].flat();
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect((await submit(server, { cookie: cookie.split(";")[0] ?? "" })).status).toBe(200);
    expect((await rawRequest(server.port, { path: "/queue?token=wrong" })).status).toBe(401);
  });

  test("a wrong bearer token is not made good by a cookie", async () => {
    const server = await guarded(CLOSED);
    const headers = { authorization: "Bearer wrong", cookie: "nextscale_token=admin-admin-admin-a" };
    expect((await submit(server, headers)).status).toBe(401);
  });

  test("tokens cannot be tried one after the other", async () => {
    const server = await guarded({ ...CLOSED, wrongTokensPerMinute: 3 });
    const codes: number[] = [];
    for (let i = 0; i < 5; i++) {
      codes.push((await server.get("/queue", { headers: { authorization: `Bearer guess-${i}` } })).status);
    }
    expect(codes).toEqual([401, 401, 401, 429, 429]);
  });

  test("roles are found by their secret alone", () => {
    expect(roleOf("run-run-run-run-run", TOKENS)).toBe("run");
    expect(roleOf("", TOKENS)).toBeNull();
  });
});

describe("the upgrade to a WebSocket", () => {
  const upgrade = (policy: GuardOptions, headers: Record<string, string>, url = "/ws?clientId=a") =>
    refuseUpgrade(policy)({ url, headers });

  test("is guarded as routes are", () => {
    expect(upgrade(LOCAL, { host: "localhost:8188" })).toBeNull();
    expect(upgrade(LOCAL, { host: "localhost:8188", origin: "http://localhost:8188" })).toBeNull();
    expect(upgrade(LOCAL, { host: "localhost:8188", origin: "https://evil.example" })).toBe(403);
    expect(upgrade(LOCAL, { host: "localhost:8188", origin: "null" })).toBe(403);
    expect(upgrade(LOCAL, { host: "evil.example:8188", origin: "http://evil.example:8188" })).toBe(403);
  });

  test("takes the token from a header, a cookie or the address", () => {
    const host = "box.example:8188";
    expect(upgrade(CLOSED, { host })).toBe(401);
    expect(upgrade(CLOSED, { host, authorization: "Bearer view-view-view-view" })).toBeNull();
    expect(upgrade(CLOSED, { host, cookie: "a=b; nextscale_token=view-view-view-view" })).toBeNull();
    expect(upgrade(CLOSED, { host }, "/ws?token=view-view-view-view")).toBeNull();
    expect(upgrade(CLOSED, { host }, "/ws?token=wrong")).toBe(401);
  });
});

describe("headers and limits", () => {
  test("every answer binds browsers: nothing inline, nothing evaluated, no frame", async () => {
    const server = await guarded(LOCAL);
    for (const path of ["/queue", "/nothing"]) {
      const { headers } = await server.get(path);
      const policy = headers.get("content-security-policy") ?? "";
      expect(policy).toContain("script-src 'self';");
      expect(policy).not.toMatch(/unsafe/);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("x-powered-by")).toBeNull();
    }
  });

  test("too many requests are refused with the time to wait", async () => {
    const server = await guarded({ ...LOCAL, requestsPerMinute: 2 });
    await server.get("/queue");
    await server.get("/queue");
    const answer = await server.get("/queue");
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await answer.json()).toMatchObject({ error: { type: "GUARD_TOO_MANY" } });
  });

  test("a body that grows when it is unpacked is refused by its size", async () => {
    const { gzipSync } = await import("node:zlib");
    const server = await startTestServer();
    const body = gzipSync(Buffer.alloc(40e6, 32));
    expect(body.length).toBeLessThan(100_000);
    const headers = { "content-encoding": "gzip" };
    expect((await rawRequest(server.port, { method: "POST", path: "/prompt", headers, body })).status).toBe(413);
  });

  test("a megabyte of nested brackets is refused, and the server goes on", async () => {
    const server = await startTestServer();
    const deep = `{"prompt":${"[".repeat(5e5)}${"]".repeat(5e5)}}`;
    expect((await rawRequest(server.port, { method: "POST", path: "/prompt", body: deep })).status).toBe(400);
    expect((await server.get("/prompt")).status).toBe(200);
  });

  test("a broken % in an address is the client's fault", async () => {
    const server = await startTestServer();
    expect((await rawRequest(server.port, { path: "/history/%E0%A4%A" })).status).toBe(400);
  });

  test("a line break cannot be put into a header", async () => {
    const server = await guarded(CLOSED);
    const answer = await rawRequest(server.port, { path: "/a%0d%0aX-Evil:%201?token=run-run-run-run-run" });
    expect(answer.headers["x-evil"]).toBeUndefined();
  });
});
