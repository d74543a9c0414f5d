import { afterAll, expect, test } from "vitest";
import { createCodec } from "../../model/vision/codec.ts";
import type { HostTensor, Named } from "../../runtime/tensor/index.ts";
import { normaliseCodeLength } from "../../training/export.ts";
import { drawScenes } from "../../training/tokenizer/batch.ts";
import { renderScene } from "../../training/world/render.ts";
import { micro, microVision } from "./micro.ts";
import { backend } from "./toy-trainer.ts";

const codecOf = (weights: Named<HostTensor>) => createCodec(micro.config, weights, 16, backend.compile);
const weights = microVision();
const scaled = normaliseCodeLength(weights);
const [before, after] = [codecOf(weights), codecOf(scaled)];
afterAll(() => Promise.all([before.release(), after.release()]));

test("code vectors get the root-mean-square length √2", () => {
  const halves = ["semantic", "pixel"].map((half) => [...(scaled[`vision.codebook.${half}.weight`]?.data ?? [])]);
  const squares = halves.flat().reduce((sum, v) => sum + v * v, 0);
  expect(Math.sqrt(squares / micro.config.codebook_size)).toBeCloseTo(Math.SQRT2, 5);
});

test("pictures keep their codes, and codes their pictures", async () => {
  for (const scene of drawScenes(4, "1:1", "seen", 1, "export")) {
    const picture = renderScene(scene, micro.sprites);
    const codes = await before.encode(picture, micro.grids["1:1"]);
    expect(await after.encode(picture, micro.grids["1:1"])).toEqual(codes);
    const [want, got] = [await before.decode(codes, micro.grids["1:1"]), await after.decode(codes, micro.grids["1:1"])];
    const worst = got.data.reduce((most, v, i) => Math.max(most, Math.abs(v - (want.data[i] as number))), 0);
    expect(worst).toBeLessThanOrEqual(1); // a sum that lies between two bytes may round to either
  }
});

test("other weights are the same values", () => {
  const untouched = Object.keys(weights).filter((name) => scaled[name] === weights[name]);
  expect(untouched).toContain("vision.encoder.0.in.weight");
  expect(untouched).toContain("vision.decoder.in.bias");
  expect(Object.keys(scaled)).toEqual(Object.keys(weights));
});
