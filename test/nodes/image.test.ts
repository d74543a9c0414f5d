import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Picture } from "../../model/vision/codec.ts";
import { blendImages } from "../../nodes/image/blend-images.ts";
import { compareImages } from "../../nodes/image/compare-images.ts";
import { compositeImage } from "../../nodes/image/composite-image.ts";
import { cropImage } from "../../nodes/image/crop-image.ts";
import { gridSheet } from "../../nodes/image/grid-sheet.ts";
import { imageToMask } from "../../nodes/image/image-to-mask.ts";
import { loadMask } from "../../nodes/image/load-mask.ts";
import { padImage } from "../../nodes/image/pad-image.ts";
import { previewImage } from "../../nodes/image/preview-image.ts";
import { resizeImage } from "../../nodes/image/resize-image.ts";
import { fakeContext } from "./fake-context.ts";

const { ctx } = fakeContext();
const place = { root: "" };
beforeAll(async () => {
  place.root = await mkdtemp(join(tmpdir(), "nextscale-image-"));
});
afterAll(() => rm(place.root, { recursive: true, force: true }));

/** A grey picture, one list a row. */
const grey = (...rows: readonly (readonly number[])[]): Picture => ({
  height: rows.length,
  width: rows[0]?.length ?? 0,
  data: Uint8Array.from(rows.flat().flatMap((value) => [value, value, value])),
});
/** The red bytes, row by row. */
const rowsOf = ({ height, width, data }: Picture) =>
  Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => data[3 * (y * width + x)]));
const allRows = ({ image }: { readonly image: readonly Picture[] }) => image.map(rowsOf);
const refused = async (run: () => unknown, code: string) =>
  await expect(Promise.resolve().then(run)).rejects.toMatchObject({ code: `NODES_${code}` });

const square = grey([1, 2], [3, 4]);
const strip = grey([1, 2]);

test.each([
  ["normal", 1, 200],
  ["normal", 0, 100],
  ["normal", 0.25, 125],
  ["add", 1, 255],
  ["multiply", 1, 78], // 100 · 200 / 255
  ["screen", 1, 222], // 300 − 78.4
  ["lighten", 1, 200],
  ["darken", 1, 100],
  ["difference", 1, 100],
  ["difference", 0.5, 100],
] as const)("Blend Images: 100 and 200 by %s, amount %d, make %d", async (mode, amount, result) => {
  const inputs = { below: [grey([100])], above: [grey([200])], mode, amount };
  expect(allRows(await blendImages.run(inputs, ctx))).toEqual([[[result]]]);
});

test("Blend Images repeats the last of the shorter list", async () => {
  const inputs = { below: [grey([1]), grey([2]), grey([3])], above: [grey([10]), grey([20])], amount: 1 };
  expect(allRows(await blendImages.run({ ...inputs, mode: "add" }, ctx)).flat(2)).toEqual([11, 22, 23]);
});

test("Compare Images measures in dB, tells it and shows where", async () => {
  const { ctx, seen } = fakeContext();
  const equal = await compareImages.run({ a: [square], b: [square], gain: 4 }, ctx);
  expect([equal.psnr, ...equal.difference.map(rowsOf)]).toEqual([
    100,
    [
      [0, 0],
      [0, 0],
    ],
  ]);
  const far = await compareImages.run({ a: [grey([0, 0])], b: [grey([255, 255])], gain: 1 }, ctx);
  expect(far.psnr).toBe(0);
  const near = await compareImages.run({ a: [grey([10, 0])], b: [grey([0, 100])], gain: 4 }, ctx);
  // 10 · log10(255² / ((10² + 100²) / 2))
  expect(near.psnr).toBeCloseTo(11.098, 3);
  expect(near.difference.map(rowsOf)).toEqual([[[40, 255]]]);
  expect(seen.texts).toEqual(["PSNR 100.00 dB", "PSNR 0.00 dB", "PSNR 11.10 dB"]);
});

test.each([
  [
    0,
    0,
    [
      [1, 2, 9],
      [3, 4, 9],
    ],
  ],
  [
    1,
    1,
    [
      [9, 9, 9],
      [9, 1, 2],
    ],
  ],
  [
    -1,
    0,
    [
      [2, 9, 9],
      [4, 9, 9],
    ],
  ],
  [
    0,
    -1,
    [
      [3, 4, 9],
      [9, 9, 9],
    ],
  ],
  [
    3,
    0,
    [
      [9, 9, 9],
      [9, 9, 9],
    ],
  ],
  [
    0,
    -5,
    [
      [9, 9, 9],
      [9, 9, 9],
    ],
  ],
])("Composite Image lays a picture at %d, %d and cuts what lies outside", async (left, top, rows) => {
  const below = [grey([9, 9, 9], [9, 9, 9])];
  expect(allRows(await compositeImage.run({ below, above: [square], mask: undefined, left, top }, ctx))).toEqual([
    rows,
  ]);
});

test("Composite Image shows as much of the upper picture as its mask says, each mask in turn", async () => {
  const mask = [
    { height: 1, width: 2, data: Uint8Array.of(255, 0) },
    { height: 1, width: 2, data: Uint8Array.of(51, 204) },
  ];
  const inputs = { below: [grey([0, 100])], above: [grey([200, 200])], mask, left: 0, top: 0 };
  expect(allRows(await compositeImage.run(inputs, ctx))).toEqual([[[200, 100]], [[40, 180]]]);
});

test("Composite Image leaves the picture below as it was, also one that was decoded from a file", async () => {
  const decoded = { height: 1, width: 2, data: Buffer.from([7, 7, 7, 7, 7, 7]) };
  await compositeImage.run({ below: [decoded], above: [grey([1])], mask: undefined, left: 0, top: 0 }, ctx);
  expect(rowsOf(decoded)).toEqual([[7, 7]]);
});

test.each([
  [
    0,
    0,
    2,
    2,
    [
      [1, 2],
      [3, 4],
    ],
  ],
  [1, 0, 1, 2, [[2], [4]]],
  [0, 1, 2, 1, [[3, 4]]],
])("Crop Image at %d, %d of %d×%d", async (left, top, width, height, rows) => {
  expect(allRows(await cropImage.run({ image: [square], left, top, width, height }, ctx))).toEqual([rows]);
});

test("Pad Image puts a border of a colour around each picture", async () => {
  const border = { left: 1, top: 0, right: 2, bottom: 1 };
  const { image } = await padImage.run({ image: [strip, grey([5])], ...border, colour: "#090807" }, ctx);
  expect(image.map(rowsOf)).toEqual([
    [
      [9, 1, 2, 9, 9],
      [9, 9, 9, 9, 9],
    ],
    [
      [9, 5, 9, 9],
      [9, 9, 9, 9],
    ],
  ]);
  expect([...(image[0]?.data.subarray(0, 6) ?? [])]).toEqual([9, 8, 7, 1, 1, 1]);
});

test.each([
  [
    "fill",
    4,
    2,
    [
      [1, 1, 2, 2],
      [1, 1, 2, 2],
    ],
  ],
  [
    "contain",
    2,
    3,
    [
      [9, 9],
      [1, 2],
      [9, 9],
    ],
  ],
  [
    "inside",
    4,
    4,
    [
      [1, 1, 2, 2],
      [1, 1, 2, 2],
    ],
  ],
] as const)("Resize Image: %s to %d×%d", async (fit, width, height, rows) => {
  const inputs = { image: [strip], width, height, fit, filter: "nearest", background: "#090909" } as const;
  expect(allRows(await resizeImage.run(inputs, ctx))).toEqual([rows]);
});

test("Resize Image: cover cuts the middle out", async () => {
  const image = [grey([1, 2, 3])];
  const inputs = { image, width: 1, height: 1, fit: "cover", filter: "nearest", background: "white" } as const;
  expect(allRows(await resizeImage.run(inputs, ctx))).toEqual([[[2]]]);
});

test("Grid Sheet fills rows of cells as large as the largest picture", async () => {
  const image = [strip, grey([5]), grey([6])];
  const { image: sheets } = await gridSheet.run({ image, columns: 2, gap: 1, background: "black" }, ctx);
  expect(sheets.map(rowsOf)).toEqual([
    [
      [0, 0, 0, 0, 0, 0, 0],
      [0, 1, 2, 0, 5, 0, 0],
      [0, 0, 0, 0, 0, 0, 0],
      [0, 6, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0],
    ],
  ]);
});

test("Preview Image shows every picture and passes them on", async () => {
  const { ctx, seen } = fakeContext();
  expect(await previewImage.run({ image: [square, strip] }, ctx)).toEqual({ image: [square, strip] });
  expect(seen.previews.map(({ width, height, pixels }) => [width, height, pixels])).toEqual([
    [2, 2, square.data],
    [2, 1, strip.data],
  ]);
});

test.each([
  [false, [54, 182, 18, 255, 0]],
  [true, [201, 73, 237, 0, 255]],
])("Image To Mask weighs red, green, blue, white and black (inverted: %s)", async (invert, bytes) => {
  const data = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0);
  const { mask } = await imageToMask.run({ image: [{ height: 1, width: 5, data }], invert }, ctx);
  expect(mask).toEqual([{ height: 1, width: 5, data: Uint8Array.from(bytes) }]);
});

test.each([
  ["alpha", 4, [10, 0, 0, 128, 255, 255, 255, 255], [128, 255]],
  ["luminance", 4, [255, 255, 255, 255, 0, 0, 0, 0], [255, 255]],
  ["alpha", 3, [1, 2, 3, 4, 5, 6], [255, 255]],
  ["alpha", 2, [9, 100, 9, 0], [100, 0]],
  ["luminance", 3, [255, 0, 0, 0, 0, 0], [54, 0]],
] as const)("Load Mask reads the %s of a file of %d channels", async (channel, channels, bytes, mask) => {
  const file = join(place.root, `${channel}-${channels}.png`);
  await sharp(Uint8Array.from(bytes), { raw: { height: 1, width: 2, channels } })
    .png()
    .toFile(file);
  const loaded = await loadMask.run({ file, channel }, ctx);
  expect(loaded.mask.map(({ height, width, data }) => [height, width, ...data])).toEqual([[1, 2, ...mask]]);
});

test("Load Mask says which file is no picture", async () => {
  for (const channel of ["alpha", "luminance"] as const) {
    await refused(() => loadMask.run({ file: "package.json", channel }, ctx), "NOT_A_PICTURE");
    const missing = Promise.resolve(loadMask.run({ file: join(place.root, "none.png"), channel }, ctx));
    await expect(missing).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  }
});

const other = { image: [square], width: 1, height: 1, fit: "fill", filter: "nearest", background: "white" } as const;
const blend = { mode: "normal", amount: 1 } as const;
const at = { mask: undefined, left: 0, top: 0 };
const none = { left: 0, top: 0, right: 0, bottom: 0, colour: "white" };
const sheet = { columns: 4, gap: 0, background: "white" };

test.each<[string, string, () => unknown]>([
  ["Blend Images", "SIZES_DIFFER", () => blendImages.run({ below: [square], above: [strip], ...blend }, ctx)],
  ["Blend Images", "NO_PICTURE", () => blendImages.run({ below: [], above: [strip], ...blend }, ctx)],
  ["Compare Images", "SIZES_DIFFER", () => compareImages.run({ a: [square], b: [strip], gain: 1 }, ctx)],
  ["Compare Images", "NO_PICTURE", () => compareImages.run({ a: [], b: [], gain: 1 }, ctx)],
  ["Composite Image", "NO_PICTURE", () => compositeImage.run({ below: [], above: [], ...at }, ctx)],
  [
    "Composite Image",
    "NO_PICTURE",
    () => compositeImage.run({ below: [square], above: [square], ...at, mask: [] }, ctx),
  ],
  [
    "Composite Image",
    "SIZES_DIFFER",
    () => compositeImage.run({ below: [square], above: [square], ...at, mask: [strip] }, ctx),
  ],
  ["Crop Image", "OUTSIDE", () => cropImage.run({ image: [square], left: 1, top: 0, width: 2, height: 1 }, ctx)],
  ["Crop Image", "OUTSIDE", () => cropImage.run({ image: [square], left: 0, top: 2, width: 1, height: 1 }, ctx)],
  ["Pad Image", "NOT_A_COLOUR", () => padImage.run({ image: [square], ...none, colour: "reddish" }, ctx)],
  ["Pad Image", "NOT_A_COLOUR", () => padImage.run({ image: [square], ...none, colour: "" }, ctx)],
  ["Pad Image", "TOO_MANY_PIXELS", () => padImage.run({ image: [square], ...none, left: 16384, top: 16384 }, ctx)],
  ["Resize Image", "NOT_A_COLOUR", () => resizeImage.run({ ...other, background: "#12" }, ctx)],
  ["Resize Image", "TOO_MANY_PIXELS", () => resizeImage.run({ ...other, width: 16384, height: 16384 }, ctx)],
  ["Grid Sheet", "NO_PICTURE", () => gridSheet.run({ image: [], ...sheet }, ctx)],
  ["Grid Sheet", "TOO_MANY_PIXELS", () => gridSheet.run({ image: Array(400).fill(strip), ...sheet, gap: 1024 }, ctx)],
  ["Grid Sheet", "NOT_A_COLOUR", () => gridSheet.run({ image: [strip], ...sheet, background: "?" }, ctx)],
])("%s refuses what it cannot do: %s", (_node, code, run) => refused(run, code));

test("a run that is stopped stops between two pictures", async () => {
  const stopped = { ...ctx, signal: AbortSignal.abort(new Error("stopped")) };
  await expect(resizeImage.run(other, stopped)).rejects.toThrow("stopped");
});
