import { releaseContext } from "../../model/context.ts";
import { generateImages, type ImageOptions } from "../../model/generate-image.ts";
import type { PerScale } from "../../model/sampling-settings.ts";
import type { Picture } from "../../model/vision/codec.ts";
import type { LoadedModel } from "../checkpoint/loaded-model.ts";
import { decodeCodes } from "./decode-codes.ts";
import { openImages } from "./open-images.ts";
import { promptTokens } from "./prompt-tokens.ts";
import { type SamplingWish, samplingFor } from "./sampling.ts";
import { think } from "./think.ts";

export interface PaintOptions
  extends Pick<ImageOptions, "grids" | "seeds" | "onScale" | "replace" | "signal">,
    SamplingWish {
  /** One for each seed. */
  readonly prompts: readonly string[];
  /** Plan each picture in words first. Default: if the checkpoint says that it was trained to. */
  readonly thinking?: boolean | undefined;
}

export interface Painted {
  /** Per picture, per grid, its codes row by row. */
  readonly codes: readonly (readonly Int32Array[])[];
  readonly pictures: readonly Picture[];
  /** What the model planned for each; empty where it did not. */
  readonly plans: readonly string[];
}

/** Paints a picture for each prompt, all of one shape, side by side. Throws TEXT_PROMPT_TOO_LONG, MODEL_SETTING. */
export async function paint(
  model: LoadedModel,
  {
    prompts,
    seeds,
    grids,
    onScale,
    replace,
    signal,
    thinking = model.sampling.think !== undefined,
    ...wish
  }: PaintOptions,
): Promise<Painted> {
  const sampling = samplingFor(model, wish);
  const asked = prompts.map((prompt) => promptTokens(model, prompt));
  const planned = thinking ? await think(model, asked, { grids, seeds, signal }) : asked.map(() => []);
  const opened = await openImages(model, {
    prompts: asked.map((ids, i) => [...ids, ...(planned[i] ?? [])]),
    negative: isZero(sampling.guidance) ? null : promptTokens(model, ""),
    scales: grids.length,
  });
  try {
    const { codes, context } = await generateImages(model.runner, opened, {
      grids,
      seeds,
      ...sampling,
      ...(onScale ? { onScale } : {}),
      ...(replace ? { replace } : {}),
      ...(signal ? { signal } : {}),
    });
    if (context !== opened) releaseContext(context);
    const pictures = await decodeCodes(model, { grids, images: codes }, signal);
    return { codes, pictures, plans: planned.map((ids) => model.tokenizer.decode(ids)) };
  } finally {
    releaseContext(opened);
  }
}

const isZero = (guidance: PerScale): boolean => [guidance].flat().every((each) => each === 0);
