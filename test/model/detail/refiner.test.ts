import { afterAll, expect, test } from "vitest";
import { detailParameters } from "../../../model/detail/network.ts";
import { createRefiner } from "../../../model/detail/refiner.ts";
import { initialiseRows } from "../../../model/parameter-row.ts";
import type { Grid } from "../../../model/schedule.ts";
import { createCodec, type Picture } from "../../../model/vision/codec.ts";
import { codebookParameters, visionParameters } from "../../../model/vision/parameters.ts";
import { createOnnxBackend } from "../../../runtime/backends/onnx/index.ts";
import { f32 } from "../../../runtime/tensor/index.ts";

const config = {
  codebook_size: 16,
  code_dims: [4, 4] as const,
  normalize_codes: false,
  stride: 16,
  vision: { strides: [16], widths: [16], blocks: [1], kernels: [3], biased_grids: 0, layers: 0, semantic_classes: 0 },
};
const detail = { patch: 8, width: 8, blocks: 1, noise: 1e-6 };
const grids: readonly Grid[] = [
  [1, 1],
  [2, 3],
];
const codes = [[3], [0, 5, 9, 2, 15, 7]];
const codebook = codebookParameters(config).map((row) => ({ ...row, initial: { normal: 1 } }));
const weights = {
  ...initialiseRows([...visionParameters(config), ...codebook], 3),
  ...initialiseRows(detailParameters(detail, 8), 4),
};
const backend = createOnnxBackend({ device: "cpu", threads: 1 });
const codec = createCodec(config, weights, 16, backend.compile);
const still = createRefiner(config, detail, weights, backend.compile);
/** A flow that makes every pixel brighter by 0.5 of −1…1 on the whole way. */
const brightening = createRefiner(
  config,
  detail,
  { ...weights, "detail.out.bias": f32(new Float32Array(192).fill(0.5), [192]) },
  backend.compile,
);
afterAll(() => Promise.all([codec.release(), still.release(), brightening.release()]));

/** Largest difference of bytes, beside those that the decoded picture has cut off. */
const largestGap = (refined: Picture, decoded: Picture, more = 0) =>
  Math.max(
    ...Array.from(decoded.data, (v, i) =>
      v === 0 || v === 255 ? 0 : Math.abs((refined.data[i] as number) - Math.min(255, v + more)),
    ),
  );

test("a flow that stands still gives what the tokenizer decodes", async () => {
  const refined = await still.refine(codes, grids, { steps: 3, seed: 1 });
  const decoded = await codec.decode(codes, grids);
  expect([refined.height, refined.width]).toEqual([32, 48]);
  expect(largestGap(refined, decoded)).toBeLessThanOrEqual(1);
});

test("a steady flow goes its whole way in any number of steps, each of them told", async () => {
  const decoded = await codec.decode(codes, grids);
  for (const steps of [1, 4]) {
    const told: number[] = [];
    const refined = await brightening.refine(codes, grids, { steps, seed: 1, onStep: (step) => void told.push(step) });
    expect(told).toEqual(Array.from({ length: steps }, (_, i) => i));
    expect(largestGap(refined, decoded, 63.75)).toBeLessThanOrEqual(1);
  }
});

test("equal seeds give equal pictures, other seeds other ones", async () => {
  const noisy = createRefiner(config, { ...detail, noise: 0.3 }, weights, backend.compile);
  const [a, again, other] = await Promise.all([1, 1, 2].map((seed) => noisy.refine(codes, grids, { steps: 2, seed })));
  expect(again).toEqual(a);
  expect(other).not.toEqual(a);
  await noisy.release();
});

test("stops when it is told to", async () => {
  const stop = new AbortController();
  const onStep = (step: number) => step === 1 && stop.abort(new Error("enough"));
  const refined = still.refine(codes, grids, {
    steps: 9,
    seed: 1,
    signal: stop.signal,
    onStep: (step) => void onStep(step),
  });
  await expect(refined).rejects.toThrow("enough");
});
