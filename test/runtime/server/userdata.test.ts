import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { defaultLimits } from "../../../runtime/server/services.ts";
import { rawRequest } from "./raw-request.ts";
import { startTestServer, type TestServer } from "./test-server.ts";

const write = (server: TestServer, path: string, body: string, query = "") =>
  server.get(`/userdata/${encodeURIComponent(path)}${query}`, { method: "POST", body });
const json = async (answer: Promise<Response> | Response): Promise<unknown> => (await answer).json();
const ownFolder = (server: TestServer): string => join(server.folder, "data", "users", "default");

/** Every file under a folder, by path. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
}

describe("user data", () => {
  test("M4: a file is written, read, and written again", async () => {
    const server = await startTestServer();
    expect(await json(write(server, "workflows/a b.json", '{"a":1}'))).toBe("workflows/a b.json");
    const read = await server.get("/userdata/workflows%2Fa%20b.json");
    expect(read.headers.get("content-type")).toMatch(/^application\/json/);
    expect(await read.json()).toEqual({ a: 1 });
    expect((await write(server, "workflows/a b.json", "{}")).status).toBe(200);
    expect(await json(server.get("/api/userdata/workflows%2Fa%20b.json"))).toEqual({});
    const bytes = new Uint8Array([0, 255, 128]);
    await server.get("/userdata/a.bin", { method: "POST", body: bytes });
    expect(new Uint8Array(await (await server.get("/userdata/a.bin")).arrayBuffer())).toEqual(bytes);
  });

  test("M4: what is there is kept when overwriting is refused", async () => {
    const server = await startTestServer();
    await write(server, "a.txt", "first");
    expect((await write(server, "a.txt", "second", "?overwrite=false")).status).toBe(409);
    expect(await (await server.get("/userdata/a.txt")).text()).toBe("first");
    expect((await write(server, "b.txt", "new", "?overwrite=false")).status).toBe(200);
  });

  test("M4: of two who write the same new file at once, one is refused", async () => {
    const server = await startTestServer();
    const answers = await Promise.all(["1", "2", "3"].map((text) => write(server, "a.txt", text, "?overwrite=false")));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
  });

  test("M4: a file is moved, and never over another unless asked", async () => {
    const server = await startTestServer();
    await write(server, "a.txt", "a");
    await write(server, "b.txt", "b");
    const move = (query: string) => server.post(`/userdata/a.txt/move/b.txt${query}`);
    expect((await move("?overwrite=false")).status).toBe(409);
    expect(await json(move(""))).toBe("b.txt");
    expect(await (await server.get("/userdata/b.txt")).text()).toBe("a");
    expect((await server.get("/userdata/a.txt")).status).toBe(404);
    expect((await move("")).status).toBe(404);
    expect(await json(server.post("/userdata/b.txt/move/x%2Fy.txt?full_info=true"))).toMatchObject({
      path: "x/y.txt",
      size: 1,
    });
  });

  test("M4: a file is deleted", async () => {
    const server = await startTestServer();
    await write(server, "a.txt", "a");
    const remove = () => server.get("/userdata/a.txt", { method: "DELETE" });
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(404);
  });

  test("M4: folders are listed: flat, deep, split, with facts", async () => {
    const server = await startTestServer();
    for (const path of ["w/b.json", "w/a.json", "w/deep/c.json", "other.txt"]) await write(server, path, "123");
    const list = (query: string) => json(server.get(`/userdata?${query}`));
    expect(await list("dir=w")).toEqual(["a.json", "b.json"]);
    expect(await list("dir=w&recurse=true")).toEqual(["a.json", "b.json", "deep/c.json"]);
    expect(await list("dir=w&recurse=true&split=true")).toContainEqual(["deep/c.json", "deep", "c.json"]);
    expect(await list("dir=w/deep&full_info=true")).toEqual([
      { path: "c.json", size: 3, modified: expect.any(Number), created: expect.any(Number) },
    ]);
    expect((await server.get("/userdata?dir=none")).status).toBe(404);
    expect((await server.get("/userdata")).status).toBe(400);
  });

  test("M4: the second version of the list has folders too", async () => {
    const server = await startTestServer();
    expect(await json(server.get("/v2/userdata"))).toEqual([]);
    await write(server, "w/a.json", "123");
    await write(server, "w/deep/c.json", "123");
    expect(await json(server.get("/v2/userdata?path=w"))).toEqual([
      expect.objectContaining({ name: "a.json", path: "w/a.json", type: "file", size: 3 }),
      { name: "deep", path: "w/deep", type: "directory" },
    ]);
    expect(await json(server.get("/v2/userdata"))).toEqual([{ name: "w", path: "w", type: "directory" }]);
    expect((await server.get("/v2/userdata?path=none")).status).toBe(404);
  });

  test("M4: either slash parts names", async () => {
    const server = await startTestServer();
    expect(await json(write(server, "w\\a.json", "1"))).toBe("w/a.json");
    expect(await json(server.get("/userdata?dir=w"))).toEqual(["a.json"]);
  });

  test.each(["a.html", "a.svg", "a.js", "a.xhtml", "a.CSS", "a.xml"])("S3: %s comes as bytes to keep", async (name) => {
    const server = await startTestServer();
    await write(server, name, "<script/>");
    const { headers } = await server.get(`/userdata/${name}`);
    expect(headers.get("content-type")).toBe("application/octet-stream");
    expect(headers.get("content-disposition")).toMatch(/^attachment/);
  });
});

describe("what may not be reached", () => {
  const LEAVING = [
    "../evil.txt",
    "..",
    "a/../../evil.txt",
    "/etc/evil.txt",
    "\\\\host\\evil.txt",
    "C:\\evil.txt",
    "C:evil.txt",
    "a.txt:stream",
    "a\u0000.txt",
    "a\r\nX-Evil: 1.txt",
    "./a.txt",
    "a//b.txt",
    `${"x".repeat(300)}.txt`,
  ];

  test.each(LEAVING)("M5: %j is refused on every route and nothing is written", async (path) => {
    const server = await startTestServer();
    await write(server, "own.txt", "own");
    const before = await filesIn(server.folder);
    const name = encodeURIComponent(path);
    const ask = async (method: string, route: string): Promise<number> =>
      (await rawRequest(server.port, { method, path: route })).status;
    expect(await ask("GET", `/userdata/${name}`)).toBe(403);
    expect(await ask("POST", `/userdata/${name}`)).toBe(403);
    expect(await ask("DELETE", `/userdata/${name}`)).toBe(403);
    expect(await ask("POST", `/userdata/${name}/move/b.txt`)).toBe(403);
    expect(await ask("POST", `/userdata/own.txt/move/${name}`)).toBe(403);
    expect(await ask("GET", `/userdata?dir=${name}`)).toBe(403);
    expect(await ask("GET", `/v2/userdata?path=${name}`)).toBe(403);
    expect(await filesIn(server.folder)).toEqual(before);
  });

  test("S1: a link that leads out is refused and not listed", async () => {
    const server = await startTestServer();
    const outside = join(server.folder, "outside");
    await mkdir(outside);
    await writeFile(join(outside, "secret.txt"), "secret");
    await write(server, "a.txt", "a");
    await symlink(outside, join(ownFolder(server), "folder"));
    await symlink(join(outside, "secret.txt"), join(ownFolder(server), "file.txt"));
    for (const path of ["folder/secret.txt", "file.txt"]) {
      expect((await server.get(`/userdata/${encodeURIComponent(path)}`)).status).toBe(403);
      expect((await write(server, path, "changed")).status).toBe(403);
      expect((await server.get(`/userdata/${encodeURIComponent(path)}`, { method: "DELETE" })).status).toBe(403);
    }
    expect((await write(server, "folder/new.txt", "new")).status).toBe(403);
    expect((await server.get("/userdata?dir=folder")).status).toBe(403);
    expect(await json(server.get("/v2/userdata"))).toEqual([expect.objectContaining({ path: "a.txt" })]);
    expect(await readdir(outside)).toEqual(["secret.txt"]);
    expect(await readFile(join(outside, "secret.txt"), "utf8")).toBe("secret");
  });

  test("a folder is no file, and a file above the limit is refused", async () => {
    const server = await startTestServer({ limits: { ...defaultLimits, upload: 10 } });
    await write(server, "w/a.txt", "a");
    expect((await write(server, "w", "a")).status).toBe(409);
    expect((await write(server, "w/a.txt/b.txt", "a")).status).toBe(409);
    expect((await server.get("/userdata/w")).status).toBe(404);
    expect((await write(server, "b.txt", "x".repeat(11))).status).toBe(413);
    expect(await filesIn(ownFolder(server))).toEqual([join(ownFolder(server), "w", "a.txt")]);
  });

  test("an error never tells where the server keeps its files", async () => {
    const server = await startTestServer();
    await write(server, "w/a.txt", "a");
    const { text } = await rawRequest(server.port, { method: "POST", path: "/userdata/w%2Fa.txt%2Fb.txt", body: "x" });
    expect(text).toContain("w/a.txt/b.txt");
    expect(text).not.toContain(server.folder);
  });
});

describe("users", () => {
  test("M5: one user: the header counts for nothing", async () => {
    const server = await startTestServer();
    expect(await json(server.get("/users"))).toEqual({ storage: "server", migrated: true });
    expect((await server.post("/users", { username: "Ann" })).status).toBe(400);
    await server.get("/userdata/a.txt", { method: "POST", body: "a", headers: { "comfy-user": "__system" } });
    expect(await filesIn(join(server.folder, "data"))).toEqual([join(ownFolder(server), "a.txt")]);
  });

  test("M5: several users: each has files and settings of their own", async () => {
    const server = await startTestServer({ multiUser: true });
    const ann = String(await json(server.post("/users", { username: "Ann" })));
    const bob = String(await json(server.post("/users", { username: "Bob" })));
    expect(await json(server.get("/users"))).toEqual({
      storage: "server",
      users: { default: "default", [ann]: "Ann", [bob]: "Bob" },
    });
    const as = (user: string) => ({ headers: { "comfy-user": user } });
    await server.get("/userdata/a.txt", { method: "POST", body: "of Ann", ...as(ann) });
    await server.post("/settings", { colour: "red" }, as(ann));
    expect(await (await server.get("/userdata/a.txt", as(ann))).text()).toBe("of Ann");
    expect((await server.get("/userdata/a.txt", as(bob))).status).toBe(404);
    expect(await json(server.get("/settings", as(bob)))).toEqual({});
    expect((await server.post("/users", { username: "Ann" })).status).toBe(400);
  });

  test.each(["__system", "__system/../default", "..", "nobody", "a\tb", "constructor", "__proto__"])(
    "M5: the user %j is refused on each route",
    async (user) => {
      const server = await startTestServer({ multiUser: true });
      for (const [method, path] of [
        ["GET", "/userdata?dir=a"],
        ["GET", "/v2/userdata"],
        ["GET", "/userdata/a"],
        ["POST", "/userdata/a"],
        ["DELETE", "/userdata/a"],
        ["POST", "/userdata/a/move/b"],
        ["GET", "/settings"],
        ["POST", "/settings"],
        ["GET", "/settings/a"],
        ["POST", "/settings/a"],
      ] as const) {
        const { status } = await rawRequest(server.port, { method, path, headers: { "comfy-user": user } });
        expect(status, `${method} ${path}`).toBe(403);
      }
      expect(await filesIn(join(server.folder, "data"))).toEqual([]);
    },
  );

  test.each(["__system", "", "   ", "a\nb", "x".repeat(101), "default"])(
    "M5: %j cannot be created",
    async (username) => {
      const server = await startTestServer({ multiUser: true });
      expect((await server.post("/users", { username })).status).toBe(400);
      expect((await server.post("/users", { username: 5 })).status).toBe(400);
      expect(await filesIn(join(server.folder, "data"))).toEqual([]);
    },
  );
});

describe("settings", () => {
  test("are kept as a whole and one by one", async () => {
    const server = await startTestServer();
    await server.post("/settings", { a: 1, "Comfy.b": [1, 2] });
    await server.post("/settings/Comfy.b", { deep: true });
    await server.post("/settings/text", "plain");
    expect(await json(server.get("/settings"))).toEqual({ a: 1, "Comfy.b": { deep: true }, text: "plain" });
    expect(await json(server.get("/settings/Comfy.b"))).toEqual({ deep: true });
    expect(await json(server.get("/settings/none"))).toBeNull();
    expect(await json(server.get("/settings/toString"))).toBeNull();
    expect((await server.post("/settings", [1])).status).toBe(400);
  });

  test("of many changes at once none is lost", async () => {
    const server = await startTestServer();
    await Promise.all(Array.from({ length: 20 }, (_, i) => server.post(`/settings/key${i}`, i)));
    expect(Object.keys((await json(server.get("/settings"))) as object)).toHaveLength(20);
  });

  test("a name that means something to JavaScript is a name like others", async () => {
    const server = await startTestServer();
    await server.get("/settings", { method: "POST", body: '{"__proto__":{"evil":true},"a":1}' });
    await server.post("/settings/constructor", 2);
    expect(await json(server.get("/settings/a"))).toBe(1);
    expect(await json(server.get("/settings/evil"))).toBeNull();
    expect(await json(server.get("/settings/constructor"))).toBe(2);
  });

  test("a damaged file is told of and left as it is", async () => {
    const server = await startTestServer();
    const file = join(ownFolder(server), "comfy.settings.json");
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, "{broken");
    expect((await server.post("/settings", { a: 1 })).status).toBe(500);
    expect(await readFile(file, "utf8")).toBe("{broken");
  });
});
