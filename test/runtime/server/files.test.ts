import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { fileErrors } from "../../../runtime/files/errors.ts";
import { readMetadata, writeMetadata } from "../../../runtime/files/metadata/index.ts";
import { defaultLimits } from "../../../runtime/server/services.ts";
import { rawRequest } from "./raw-request.ts";
import { startTestServer, type TestServer } from "./test-server.ts";

type Rgba = readonly [number, number, number, number];

const picture = (width: number, height: number, [r, g, b, alpha]: Rgba): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 4, background: { r, g, b, alpha: alpha / 255 } } })
    .png()
    .toBuffer();
const RED: Rgba = [255, 0, 0, 255];

function form(bytes: Uint8Array | string, name: string, fields: Readonly<Record<string, string>> = {}): FormData {
  const data = new FormData();
  const part = typeof bytes === "string" ? bytes : new Uint8Array(bytes);
  data.append("image", new Blob([part]), name);
  for (const [key, value] of Object.entries(fields)) data.append(key, value);
  return data;
}

const upload = (server: TestServer, body: FormData, path = "/upload/image") =>
  server.get(path, { method: "POST", body });

/** Names in the table, and files in the folders of blobs and half received uploads. */
async function kept({ services, folder }: TestServer) {
  const folders = ["input", "output", "temp"] as const;
  const rows = await Promise.all(folders.map((each) => services.files.list({ folder: each })));
  const { blobs } = await services.blobs.size();
  const half = await readdir(join(folder, "data", "uploads", "image")).catch(() => []);
  return { names: rows.flat().map(({ subfolder, name }) => `${subfolder}/${name}`), blobs, half: half.length };
}
const NOTHING = { names: [], blobs: 0, half: 0 };

async function pixel(bytes: ArrayBuffer): Promise<number[]> {
  return [...(await sharp(Buffer.from(bytes)).ensureAlpha().raw().toBuffer()).subarray(0, 4)];
}

describe("uploads", () => {
  test("the same bytes under the same name are one file, other bytes get a number", async () => {
    const server = await startTestServer();
    const red = await picture(4, 4, RED);
    const green = await picture(4, 4, [0, 255, 0, 255]);
    expect(await (await upload(server, form(red, "a.png"))).json()).toEqual({
      name: "a.png",
      subfolder: "",
      type: "input",
    });
    expect(await (await upload(server, form(red, "a.png"))).json()).toMatchObject({ name: "a.png" });
    expect(await (await upload(server, form(green, "a.png"))).json()).toMatchObject({ name: "a (1).png" });
    expect((await kept(server)).blobs).toBe(2);
    expect((await kept(server)).half).toBe(0);
  });

  test("a name is overwritten when asked, and goes into folder and subfolder that are named", async () => {
    const server = await startTestServer();
    const place = { type: "temp", subfolder: "a/b" };
    await upload(server, form(await picture(4, 4, RED), "ü 1.png", place));
    const green = await picture(4, 4, [0, 255, 0, 255]);
    const again = await upload(server, form(green, "ü 1.png", { ...place, overwrite: "1" }), "/api/upload/image");
    expect(await again.json()).toEqual({ name: "ü 1.png", subfolder: "a/b", type: "temp" });
    const seen = await server.get(`/view?type=temp&subfolder=a/b&filename=${encodeURIComponent("ü 1.png")}`);
    expect(Buffer.from(await seen.arrayBuffer()).equals(green)).toBe(true);
  });

  test.each([
    ["../evil.png", {}],
    ["/etc/evil.png", {}],
    ["C:\\windows\\evil.png", {}],
    ["a/../../evil.png", {}],
    ["a.png", { subfolder: "../.." }],
    ["a.png", { subfolder: "/etc" }],
    ["a.png", { subfolder: "a\\..\\b" }],
    ["a.png", { subfolder: "a\u0000b" }],
    ["a.png", { type: "../output" }],
    [`${"x".repeat(300)}.png`, {}],
  ])("S2: %s with %j is refused and nothing is written", async (name, fields) => {
    const server = await startTestServer();
    expect((await upload(server, form(await picture(2, 2, RED), name, fields))).status).toBe(400);
    expect(await kept(server)).toEqual(NOTHING);
  });

  test("a form without a file, with a broken frame or with two files is refused", async () => {
    const server = await startTestServer();
    const empty = new FormData();
    empty.append("type", "input");
    expect((await upload(server, empty)).status).toBe(400);
    const two = form("x", "a.txt");
    two.append("image", new Blob(["y"]), "b.txt");
    expect((await upload(server, two)).status).toBe(400);
    const headers = { "content-type": "multipart/form-data; boundary=x" };
    expect((await server.get("/upload/image", { method: "POST", headers, body: "--x\r\nnonsense" })).status).toBe(400);
    expect((await server.post("/upload/image")).status).toBe(400);
    expect(await kept(server)).toEqual(NOTHING);
  });

  test("a file above the limit is refused while it comes, and nothing stays of it", async () => {
    const server = await startTestServer({ limits: { ...defaultLimits, upload: 1000 } });
    expect((await upload(server, form("x".repeat(5000), "a.txt"))).status).toBe(413);
    expect(await kept(server)).toEqual(NOTHING);
  });

  test("a picture that claims more pixels than may be decoded is refused by its head", async () => {
    const server = await startTestServer();
    const bomb = pngOf(60_000, 60_000);
    expect(bomb.length).toBeLessThan(1000);
    const answer = await upload(server, form(bomb, "bomb.png"));
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ error: { type: "SERVER_PICTURE_TOO_LARGE" } });
    expect(await kept(server)).toEqual(NOTHING);
  });

  test("a picture with too many frames is refused", async () => {
    const server = await startTestServer({ limits: { ...defaultLimits, frames: 3 } });
    const frames = [0, 1, 2, 3, 4].map((i) => Buffer.alloc(3 * 4 * 4, i * 50));
    const gif = await sharp(Buffer.concat(frames), { raw: { width: 4, height: 20, channels: 3, pageHeight: 4 } })
      .gif()
      .toBuffer();
    expect((await upload(server, form(gif, "a.gif"))).status).toBe(413);
    expect(await kept(server)).toEqual(NOTHING);
  });

  test("a file that only claims to be a picture is refused", async () => {
    const server = await startTestServer();
    for (const bytes of ["<svg/>", "PK\u0003\u0004", ""]) {
      expect((await upload(server, form(bytes, "a.png"))).status, bytes).toBe(400);
    }
    expect((await upload(server, form(Buffer.from("\x89PNG\r\n\x1a\nrest", "latin1"), "a.png"))).status).toBe(400);
    expect(await kept(server)).toEqual(NOTHING);
  });

  test("an archive is kept as it is and never unpacked", async () => {
    const server = await startTestServer();
    const zip = Buffer.concat([Buffer.from("PK\u0003\u0004"), deflateSync(Buffer.alloc(10e6))]);
    expect((await upload(server, form(zip, "a.zip"))).status).toBe(200);
    const { headers } = await server.get("/view?filename=a.zip&type=input");
    expect(headers.get("content-type")).toBe("application/octet-stream");
    expect((await kept(server)).blobs).toBe(1);
  });
});

test("a full disk is told as such, without the place of the server's files", async () => {
  const server = await startTestServer();
  const { blobs, dataFolder } = server.services;
  const take = () => Promise.reject(fileErrors.DISK_FULL({ path: join(dataFolder, "blobs") }));
  const full = await startTestServer({ blobs: { ...blobs, take }, dataFolder });
  for (const [path, field] of [
    ["/upload/image", "image"],
    ["/v2/assets", "file"],
  ] as const) {
    const data = new FormData();
    data.append(field, new Blob(["x"]), "a.txt");
    const answer = await upload(full, data, path);
    expect(answer.status).toBe(507);
    const text = await answer.text();
    expect(text).toContain("The disk is full");
    expect(text).not.toContain(server.folder);
  }
  expect((await kept(full)).names).toEqual([]);
});

describe("masks", () => {
  test("the mask's transparency is put on the original, whose texts are kept", async () => {
    const server = await startTestServer();
    const original = writeMetadata(await picture(8, 8, RED), new Map([["prompt", "{}"]]));
    await upload(server, form(original, "a.png"));
    const reference = JSON.stringify({ filename: "a.png", subfolder: "", type: "input" });
    const mask = await picture(4, 4, [0, 0, 0, 64]);
    const answer = await upload(
      server,
      form(mask, "m.png", { original_ref: reference, subfolder: "clipspace" }),
      "/upload/mask",
    );
    expect(await answer.json()).toEqual({ name: "m.png", subfolder: "clipspace", type: "input" });
    const made = await (await server.get("/view?filename=m.png&subfolder=clipspace&type=input")).arrayBuffer();
    expect(await pixel(made)).toEqual([255, 0, 0, 64]);
    expect(readMetadata(new Uint8Array(made))?.get("prompt")).toBe("{}");
  });

  test("an original that is not there, or cannot be named, is refused", async () => {
    const server = await startTestServer();
    const mask = await picture(4, 4, [0, 0, 0, 64]);
    const send = async (reference: string) =>
      (await upload(server, form(mask, "m.png", { original_ref: reference }), "/upload/mask")).status;
    expect(await send('{"filename":"none.png"}')).toBe(404);
    expect(await send('{"filename":"../a.png"}')).toBe(400);
    expect(await send("{")).toBe(400);
    expect(await send("")).toBe(400);
    expect(await kept(server)).toEqual(NOTHING);
  });
});

/** The status for who has seen the file before; `fetch` would ask for it anew. */
const again = async ({ port }: TestServer, path: string, tag: string): Promise<number> =>
  (await rawRequest(port, { path, headers: { "if-none-match": tag } })).status;

describe("looking at files", () => {
  /** A server with one file in its output folder. */
  async function withFile(bytes: Uint8Array | string, name: string): Promise<TestServer> {
    const server = await startTestServer();
    expect((await upload(server, form(bytes, name, { type: "output" }))).status).toBe(200);
    return server;
  }

  test("a file comes with its type, its name, and an ETag that saves sending it twice", async () => {
    const server = await withFile(await picture(4, 4, RED), 'a "b".png');
    const path = `/view?filename=${encodeURIComponent('a "b".png')}`;
    const first = await server.get(path);
    expect(first.headers.get("content-type")).toBe("image/png");
    expect(first.headers.get("content-disposition")).toBe(
      `inline; filename="a _b_.png"; filename*=UTF-8''a%20%22b%22.png`,
    );
    const tag = first.headers.get("etag") ?? "";
    expect(await again(server, path, tag)).toBe(304);
    expect(await again(server, path, '"other"')).toBe(200);
    const hash = tag.slice(1, -1);
    expect((await server.get(`/view?filename=sha256:${hash}`)).status).toBe(200);
    expect((await server.get(`/view?filename=sha256:${"0".repeat(64)}`)).status).toBe(404);
    expect((await server.get(path, { method: "HEAD" })).headers.get("content-length")).toBe(
      first.headers.get("content-length"),
    );
  });

  test("a part is sent when asked for, also from the end", async () => {
    const server = await withFile("0123456789", "a.txt");
    const part = async (range: string, more: Record<string, string> = {}) => {
      const answer = await server.get("/view?filename=a.txt", { headers: { range, ...more } });
      return [answer.status, answer.headers.get("content-range"), await answer.text()];
    };
    expect(await part("bytes=2-4")).toEqual([206, "bytes 2-4/10", "234"]);
    expect(await part("bytes=-3")).toEqual([206, "bytes 7-9/10", "789"]);
    expect(await part("bytes=8-99")).toEqual([206, "bytes 8-9/10", "89"]);
    expect((await part("bytes=10-"))[0]).toBe(416);
    expect(await part("bytes=0-1,5-6")).toEqual([200, null, "0123456789"]);
    expect(await part("bytes=2-4", { "if-range": '"another"' })).toEqual([200, null, "0123456789"]);
  });

  test("previews and channels are made of the picture", async () => {
    const server = await withFile(await picture(4, 4, [255, 0, 0, 128]), "a.png");
    const preview = await server.get("/view?filename=a.png&preview=webp;50");
    expect(preview.headers.get("content-type")).toBe("image/webp");
    expect((await sharp(Buffer.from(await preview.arrayBuffer())).metadata()).format).toBe("webp");
    const shown = async (query: string) =>
      pixel(await (await server.get(`/view?filename=a.png&${query}`)).arrayBuffer());
    expect(await shown("channel=rgb")).toEqual([255, 0, 0, 255]);
    expect(await shown("channel=a")).toEqual([0, 0, 0, 128]);
    expect(await shown("channel=rgba")).toEqual([255, 0, 0, 128]);
    expect((await server.get("/view?filename=a.png&preview=jpeg")).headers.get("content-type")).toBe("image/jpeg");
    const tag = preview.headers.get("etag") ?? "";
    expect(await again(server, "/view?filename=a.png&preview=webp;50", tag)).toBe(304);
  });

  test("S2: a name cannot leave its folder", async () => {
    const server = await withFile("secret", "a.txt");
    const status = async (query: string) => (await rawRequest(server.port, { path: `/view?${query}` })).status;
    expect(await status("filename=a.txt%20[output]&type=input")).toBe(200);
    expect(await status("filename=a.txt%20[input]")).toBe(404);
    expect(await status("filename=../a.txt")).toBe(400);
    expect(await status("filename=..%2f..%2fetc/passwd%20[output]")).toBe(400);
    expect(await status("filename=/etc/passwd")).toBe(400);
    expect(await status("filename=/etc/passwd%20[temp]")).toBe(400);
    expect(await status("filename=a.txt&subfolder=../..")).toBe(400);
    expect(await status("filename=a%00.txt")).toBe(400);
    expect(await status("filename=%5c%5chost%5ca.txt")).toBe(400);
    expect(await status("filename=")).toBe(400);
    expect(await status("")).toBe(400);
    expect(await status("filename=a.txt&filename=b.txt")).toBe(400);
    expect(await status("filename=a.txt&type=blobs")).toBe(400);
    expect(await status("filename=none.txt")).toBe(404);
  });

  test.each(["a.html", "a.HTM", "a.js", "a.mjs", "a.css", "a.xml", "a.xhtml", "a.svg"])(
    "S3: %s comes as bytes to keep",
    async (name) => {
      const server = await withFile("<script>alert(1)</script>", name);
      const answer = await server.get(`/view?filename=${name}`);
      expect(answer.headers.get("content-type")).toBe("application/octet-stream");
      expect(answer.headers.get("content-disposition")).toMatch(/^attachment/);
      expect(answer.headers.get("content-security-policy")).toContain("sandbox");
    },
  );

  test.each(["Text/HTML", "text/html; charset=utf-8", "application/XHTML+xml;a=b", "image/SVG+XML", "text/vbscript"])(
    "S3: neither letter case nor parameters of %s help",
    async (mediaType) => {
      const server = await startTestServer();
      const { hash: blob, bytes } = await server.services.blobs.put(new TextEncoder().encode("<svg/>"));
      const row = { folder: "output", subfolder: "", name: "a.png", blob, bytes, mediaType } as const;
      await server.services.files.add(row, "number");
      expect((await server.get("/view?filename=a.png")).headers.get("content-type")).toBe("application/octet-stream");
    },
  );

  test("S3: a drawing is shown only where a picture is wanted", async () => {
    const server = await withFile("<svg/>", "a.svg");
    const shown = await server.get("/view?filename=a.svg", { headers: { "sec-fetch-dest": "image" } });
    expect(shown.headers.get("content-type")).toBe("image/svg+xml");
    expect(shown.headers.get("vary")).toMatch(/Sec-Fetch-Dest/);
    const page = await server.get("/view?filename=a.svg", { headers: { "sec-fetch-dest": "document" } });
    expect(page.headers.get("content-type")).toBe("application/octet-stream");
    expect(page.headers.get("vary")).toMatch(/Sec-Fetch-Dest/);
  });

  test("a line break in a name stays out of the headers", async () => {
    const server = await withFile("x", "a.txt");
    const { hash: blob, bytes } = await server.services.blobs.put(new TextEncoder().encode("x"));
    const row = {
      folder: "output",
      subfolder: "",
      name: "a\r\nX-Evil: 1",
      blob,
      bytes,
      mediaType: "text/plain",
    } as const;
    await server.services.files.add(row, "number");
    const answer = await server.get(`/view?filename=sha256:${blob}`);
    expect(answer.headers.get("x-evil")).toBeNull();
    expect((await server.get("/view?filename=a%0d%0aX-Evil:%201")).status).toBe(400);
  });
});

/** A PNG that claims a size and has next to no pixels. */
function pngOf(width: number, height: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const start = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  return Buffer.concat([
    start,
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(Buffer.alloc(100))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
