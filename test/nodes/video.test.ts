import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { encodeFilm, FORMATS } from "../../nodes/films/encode-film.ts";
import { createRecordingContext } from "../../nodes/testing/recording-context.ts";
import { saveVideo } from "../../nodes/video/save-video.ts";
import { readMetadata } from "../../runtime/files/metadata/index.ts";

const plain = (red: number, green: number, blue: number, side = 4) => ({
  height: side,
  width: side,
  data: Uint8Array.from({ length: 3 * side * side }, (_, i) => [red, green, blue][i % 3] ?? 0),
});
const frames = [plain(255, 0, 0), plain(0, 255, 0), plain(0, 0, 255)];
const never = new AbortController().signal;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "nextscale-video-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const save = async (wish: {
  format: (typeof FORMATS)[number];
  rate?: number;
  enlarge?: number;
  image?: typeof frames;
}) => {
  const { ctx, seen } = createRecordingContext({ folder });
  const source = new Map([["workflow", '{"nodes":[]}']]);
  const given = { image: frames, prefix: "film", rate: 5, enlarge: 2, ...wish };
  await saveVideo.run(given, { ...ctx, source });
  return seen.files;
};

test.each(["webp", "gif"] as const)("a film as %s has every frame, its rate and no end", async (format) => {
  const [file = ""] = await save({ format });
  const { pages, pageHeight, width, delay, loop } = await sharp(file, { animated: true }).metadata();
  expect({ pages, pageHeight, width, delay, loop }).toEqual({
    pages: 3,
    pageHeight: 8,
    width: 8,
    delay: [200, 200, 200],
    loop: 0,
  });
  const { data } = await sharp(file, { page: 1 }).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  expect([...data.subarray(0, 3)]).toEqual([0, 255, 0]);
});

test("an MP4 is a film of H.264", async () => {
  const [file = ""] = await save({ format: "mp4", image: [plain(9, 9, 9, 17), plain(200, 9, 9, 17)], enlarge: 1 });
  const bytes = await readFile(file);
  expect(bytes.subarray(4, 8).toString()).toBe("ftyp");
  expect(bytes.includes("avc1")).toBe(true);
});

test.each(["webp", "mp4"] as const)("%s carries the graph that made it", async (format) => {
  const [file = ""] = await save({ format });
  expect(readMetadata(await readFile(file))).toEqual(new Map([["workflow", '{"nodes":[]}']]));
});

test("each film takes the next number of its kind", async () => {
  await save({ format: "webp" });
  await save({ format: "webp" });
  await save({ format: "gif" });
  expect((await readdir(folder)).toSorted()).toEqual(["film_00001.gif", "film_00001.webp", "film_00002.webp"]);
});

describe("encodeFilm", () => {
  test.each(FORMATS)("makes the same bytes of the same frames: %s", async (format) => {
    const film = { frames: [plain(1, 2, 3, 16), plain(200, 100, 0, 16)], rate: 4 };
    expect(await encodeFilm(film, format, never)).toEqual(await encodeFilm(film, format, never));
  });
});

test("frames of several sizes, and none at all, are refused; nothing is written", async () => {
  const mixed = save({ format: "webp", image: [plain(0, 0, 0), plain(0, 0, 0, 8)] });
  await expect(mixed).rejects.toMatchObject({ code: "NODES_SIZES_DIFFER" });
  await expect(save({ format: "mp4", image: [] })).rejects.toMatchObject({ code: "NODES_NO_PICTURE" });
  expect(await readdir(folder)).toEqual([]);
});
