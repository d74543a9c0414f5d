import { defaultMix, drawCodes } from "../../model/generate-image.ts";
import { atScale, checkSampling } from "../../model/sampling-settings.ts";
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
  const [h, w] = grids[scale] ?? [0, 0];
  const drawn = await drawCodes(model.runner, scores, {
    scale,
    seeds,
    cells: h * w,
    mix: defaultMix(branches, atScale(sampling.guidance, scale, "guidance"), scale, grids.length),
    ...checkSampling(scale, sampling),
  });
  const images = drawn.map((codes, i) => [...(before?.images[i] ?? []), codes]);
  return { grids, images };
}
