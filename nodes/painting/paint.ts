import { releaseContext } from "../../model/context.ts";
import { generateImages, type ImageOptions } from "../../model/generate-image.ts";
import type { PerScale } from "../../model/sampling-settings.ts";
import type { Picture } from "../../model/vision/codec.ts";
import type { LoadedModel } from "../checkpoint/loaded-model.ts";
import { decodeCodes } from "./decode-codes.ts";
import { openImages } from "./open-images.ts";
import { promptTokens } from "./prompt-tokens.ts";
import { type SamplingWish, samplingFor } from "./sampling.ts";

export interface PaintOptions extends Pick<ImageOptions, "grids" | "seeds" | "onScale" | "signal">, SamplingWish {
  /** One for each seed. */
  readonly prompts: readonly string[];
}

export interface Painted {
  /** Per picture, per grid, its codes row by row. */
  readonly codes: readonly (readonly Int32Array[])[];
  readonly pictures: readonly Picture[];
}

/** Paints a picture for each prompt, all of one shape, side by side. Throws TEXT_PROMPT_TOO_LONG, MODEL_SETTING. */
export async function paint(
  model: LoadedModel,
  { prompts, seeds, grids, onScale, signal, ...wish }: PaintOptions,
): Promise<Painted> {
  const sampling = samplingFor(model, wish);
  const opened = await openImages(model, {
    prompts: prompts.map((prompt) => promptTokens(model, prompt)),
    negative: isZero(sampling.guidance) ? null : promptTokens(model, ""),
    scales: grids.length,
  });
  try {
    const { codes, context } = await generateImages(model.runner, opened, {
      grids,
      seeds,
      ...sampling,
      ...(onScale ? { onScale } : {}),
      ...(signal ? { signal } : {}),
    });
    if (context !== opened) releaseContext(context);
    const pictures = await decodeCodes(model, { grids, images: codes }, signal);
    return { codes, pictures };
  } finally {
    releaseContext(opened);
  }
}

const isZero = (guidance: PerScale): boolean => [guidance].flat().every((each) => each === 0);
