import { idsOf } from "../../model/runner.ts";
import { guidanceRamp } from "../../model/sample.ts";
import { atScale, checkSampling } from "../../model/sampling-settings.ts";
import { f32, type HostTensor, randomKey, uniforms } from "../../runtime/tensor/index.ts";
import type { LoadedModel } from "../checkpoint/loaded-model.ts";
import { type SamplingWish, samplingFor } from "./sampling.ts";
import type { Codes, Logits } from "./values.ts";

/**
 * Draws the codes of one grid from their scores (§3.2) and adds them to those drawn before. Picture i has the random
 * numbers of `seeds[i]`, as in `generateImages`. Throws MODEL_SETTING.
 */
export async function drawGrid(
  model: LoadedModel,
  logits: Logits,
  before: Codes | undefined,
  { seeds, ...wish }: SamplingWish & { readonly seeds: readonly number[] },
): Promise<Codes> {
  const { scores, grids, scale, branches } = logits;
  const sampling = samplingFor(model, wish);
  const { topK, topP, temperature } = checkSampling(scale, sampling);
  const [h, w] = grids[scale] ?? [0, 0];
  const cells = h * w;
  const guidance = guidanceRamp(atScale(sampling.guidance, scale, "guidance"), scale, grids.length);
  const drawn = await model.runner.sample({ kind: "vision", branches, topK })({
    logits: scores,
    mix: f32(branches === 1 ? [1] : guidance, [branches, 1, 1]),
    temperature: f32([temperature], []),
    topP: f32([topP], []),
    uniform: uniformRows(seeds, scale, cells),
  });
  const ids = await idsOf(drawn, "ids"); // [images · cells]
  const images = seeds.map((_, i) => [...(before?.images[i] ?? []), ids.slice(i * cells, (i + 1) * cells)]);
  return { grids: logits.grids, images }; // `logits` owns its scores and must live till here
}

function uniformRows(seeds: readonly number[], scale: number, cells: number): HostTensor {
  const data = new Float32Array(seeds.length * cells);
  for (const [i, seed] of seeds.entries()) data.set(uniforms(randomKey(seed, "codes", scale), cells), i * cells);
  return f32(data, [seeds.length * cells, 1]);
}
