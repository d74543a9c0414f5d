import { deflateSync } from "node:zlib";
import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { NextscaleError } from "../../../runtime/errors.ts";
import { readMetadata, writeMetadata } from "../../../runtime/files/metadata/index.ts";

const texts = new Map([
  ["workflow", '{"nodes":[]}'],
  ["prompt", '{"1":{"class_type":"a","inputs":{"t":"größe 🌟"}}}'],
]);
const raw = { width: 4, height: 2, channels: 3 } as const;
const pixels = Uint8Array.from({ length: 24 }, (_, i) => i * 9);

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const box = (name: string, ...parts: readonly Uint8Array[]) => {
  const data = Buffer.concat(parts);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(8 + data.length);
  return new Uint8Array(Buffer.concat([size, bytes(name), data]));
};
const numbers = (...values: readonly number[]) => {
  const all = Buffer.alloc(4 * values.length);
  for (const [i, value] of values.entries()) all.writeUInt32BE(value, 4 * i);
  return new Uint8Array(all);
};
const HELLO = bytes("hello, pixels");

/** A film whose only chunk is HELLO. */
function film(order: "moov first" | "moov last", name: "stco" | "co64" = "stco", ...extra: readonly Uint8Array[]) {
  const head = box("ftyp", bytes("isom"), numbers(0));
  const data = box("mdat", HELLO);
  const moov = (at: number) => {
    const table = box(name, numbers(0, 1), name === "stco" ? numbers(at) : numbers(0, at));
    return box("moov", box("mvhd", numbers(0)), box("trak", box("mdia", box("minf", box("stbl", table)))), ...extra);
  };
  const at = head.length + 8 + (order === "moov first" ? moov(0).length : 0);
  const parts = order === "moov first" ? [head, moov(at), data] : [head, data, moov(at)];
  return new Uint8Array(Buffer.concat(parts));
}
/** Where the table of chunks says that the chunk is. */
function chunkIn(file: Uint8Array, name: "stco" | "co64" = "stco") {
  const at = Buffer.from(file).indexOf(name);
  return Buffer.from(file).readUInt32BE(at + (name === "stco" ? 12 : 16));
}

const animation = async () => {
  const frames = [pixels, pixels.toReversed()].map((frame) => sharp(frame, { raw }).png().toBuffer());
  const joined = sharp(await Promise.all(frames), { join: { animated: true } });
  return new Uint8Array(await joined.webp({ loop: 0, delay: [100, 100] }).toBuffer());
};
const files: Readonly<Record<string, () => Promise<Uint8Array>>> = {
  PNG: async () => new Uint8Array(await sharp(pixels, { raw }).png().toBuffer()),
  "lossy WebP": async () => new Uint8Array(await sharp(pixels, { raw }).webp().toBuffer()),
  "lossless WebP": async () => new Uint8Array(await sharp(pixels, { raw }).webp({ lossless: true }).toBuffer()),
  "animated WebP": animation,
  "MP4, moov first": async () => film("moov first"),
  "MP4, moov last": async () => film("moov last"),
  "MP4 with wide offsets": async () => film("moov first", "co64"),
  "MP4 with user data": async () => film("moov first", "stco", box("udta", box("name", bytes("film")))),
};

describe.each(Object.entries(files))("%s", (name, make) => {
  test("carries texts, which can be changed, and keeps its pixels", async () => {
    const file = await make();
    expect(readMetadata(file)).toEqual(new Map());
    const written = writeMetadata(file, texts);
    expect(readMetadata(written)).toEqual(texts);
    const again = writeMetadata(
      written,
      new Map([
        ["workflow", "{}"],
        ["prompt", "{}"],
      ]),
    );
    expect(readMetadata(again)).toEqual(
      new Map([
        ["workflow", "{}"],
        ["prompt", "{}"],
      ]),
    );
    if (name.startsWith("MP4")) {
      for (const each of [written, again]) {
        const from = chunkIn(each, name.includes("wide") ? "co64" : "stco");
        expect(each.subarray(from, from + HELLO.length)).toEqual(HELLO);
      }
    } else {
      const seen = (each: Uint8Array) => sharp(each, { animated: true }).raw().toBuffer();
      expect(await seen(again)).toEqual(await seen(file));
    }
  });

  test("cut off anywhere or with any byte changed it is read or refused, and nothing else", async () => {
    const written = writeMetadata(await make(), texts);
    const safe = (file: Uint8Array) => {
      for (const attempt of [() => readMetadata(file), () => writeMetadata(file, texts)]) {
        try {
          attempt();
        } catch (error) {
          if (!(error instanceof NextscaleError && error.code.startsWith("METADATA_"))) throw error;
        }
      }
    };
    for (let length = 0; length < written.length; length += 1 + (length >> 6)) safe(written.subarray(0, length));
    const index = fc.nat(written.length - 1);
    fc.assert(
      fc.property(fc.array(fc.tuple(index, fc.nat(255)), { minLength: 1, maxLength: 8 }), (changes) => {
        const file = written.slice();
        for (const [at, byte] of changes) file[at] = byte;
        safe(file);
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});

test("sharp reads the EXIF block that was written", async () => {
  const written = writeMetadata(await animation(), texts);
  const { exif, pages } = await sharp(written, { animated: true }).metadata();
  expect(exif?.toString("utf8")).toContain("workflow:{");
  expect(pages).toBe(2);
});

test("a packed text of a PNG is read, and a bomb is refused", async () => {
  const file = await files.PNG?.();
  if (file === undefined) throw new Error("no PNG");
  const chunk = (name: string, data: Uint8Array) => {
    const framed = box(name, data, numbers(0));
    new DataView(framed.buffer).setUint32(0, data.length);
    return framed;
  };
  const withChunk = (added: Uint8Array) =>
    new Uint8Array(Buffer.concat([file.subarray(0, 33), added, file.subarray(33)]));
  const packed = (text: string | Uint8Array) => new Uint8Array(Buffer.concat([bytes("prompt\0\0"), deflateSync(text)]));
  expect(readMetadata(withChunk(chunk("zTXt", packed("{}"))))).toEqual(new Map([["prompt", "{}"]]));
  const bomb = withChunk(chunk("zTXt", packed(new Uint8Array(70 * 1024 * 1024))));
  expect(() => readMetadata(bomb)).toThrow(expect.objectContaining({ code: "METADATA_TOO_MUCH" }));
});

test("a length that lies is refused", async () => {
  const file = writeMetadata(film("moov last"), texts);
  for (const length of [3, 0x7fffffff]) {
    new DataView(file.buffer).setUint32(0, length);
    expect(() => readMetadata(file)).toThrow(expect.objectContaining({ code: "METADATA_DAMAGED" }));
  }
});

test("other files carry nothing", () => {
  expect(readMetadata(bytes('{"nodes":[]}'))).toBeNull();
  expect(() => writeMetadata(bytes("GIF89a"), texts)).toThrow(
    expect.objectContaining({ code: "METADATA_NO_CONTAINER" }),
  );
});
