import { afterAll, expect, test } from "vitest";
import { initialiseRows } from "../../../model/parameter-row.ts";
import type { Compile } from "../../../model/runner.ts";
import type { Grid } from "../../../model/schedule.ts";
import { createCodec } from "../../../model/vision/codec.ts";
import { decodePixels } from "../../../model/vision/network.ts";
import { codebookParameters, visionParameters } from "../../../model/vision/parameters.ts";
import { sumOfCodes } from "../../../model/vision/quantize.ts";
import { createOnnxBackend } from "../../../runtime/backends/onnx/index.ts";
import { constant, i32, mapNamed, randomKey, type Tensor, uniforms } from "../../../runtime/tensor/index.ts";
import { evaluate } from "../run.ts";

const config = {
  codebook_size: 16,
  code_dims: [4, 4] as const,
  normalize_codes: false,
  vision: { strides: [16], widths: [16], blocks: [1], kernels: [3], biased_grids: 0, layers: 0, semantic_classes: 5 },
};
const grids: readonly Grid[] = [
  [1, 1],
  [2, 3],
  [3, 4],
];
const rows = [
  ...visionParameters(config),
  ...codebookParameters(config).map((row) => ({ ...row, initial: { normal: 1 } })),
];
const weights = initialiseRows(rows, 3);
const backend = createOnnxBackend({ device: "cpu", threads: 1 });
const bound: string[][] = [];
const compile: Compile = (program, options) => {
  bound.push(Object.keys(options.bind));
  return backend.compile(program, options);
};
const codec = createCodec(config, weights, 16, compile);
afterAll(() => codec.release());

const picture = {
  height: 48,
  width: 64,
  data: Uint8Array.from(uniforms(randomKey(1, "picture"), 48 * 64 * 3), (u) => u * 255),
};
const bytes = (pixels: ArrayLike<number>) =>
  Uint8Array.from(pixels, (v) => Math.max(0, Math.min(255, Math.round((v + 1) * 127.5))));

test("a preview is what the first grids add up to, and all lists of codes share one program", async () => {
  const codes = await codec.encode(picture, grids);
  expect(codes.map((ids) => ids.length)).toEqual([1, 6, 12]);
  bound.length = 0;
  const constants = mapNamed(weights, (value) => constant(value));
  const codebook = {
    semantic: constants["vision.codebook.semantic.weight"] as Tensor,
    pixel: constants["vision.codebook.pixel.weight"] as Tensor,
  };
  for (const count of [1, 2, 3]) {
    const known = codes.slice(0, count);
    const ids = known.map((list) => constant(i32(list, [1, list.length])));
    const sum = sumOfCodes(ids, codebook, grids, config.normalize_codes);
    const { pixels } = await evaluate({ pixels: decodePixels(sum, constants, config) });
    const got = await codec.decode(known, grids);
    expect([got.height, got.width]).toEqual([48, 64]);
    expect(got.data).toEqual(bytes(pixels.data));
  }
  expect(bound.length).toBe(1);
});

test("a decoder holds no encoder and an encoder no decoder", async () => {
  const fresh = createCodec(config, weights, 16, compile);
  bound.length = 0;
  await fresh.decode(await fresh.encode(picture, grids), grids);
  await fresh.release();
  const [encoder = [], decoder = []] = bound;
  const parts = (names: readonly string[]) => new Set(names.map((name) => name.split(".")[1]));
  expect(parts(encoder)).toEqual(new Set(["encoder", "codebook"]));
  expect(parts(decoder)).toEqual(new Set(["decoder", "codebook"]));
});
