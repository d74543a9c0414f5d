import { releaseContext } from "../../model/context.ts";
import { generateImages } from "../../model/generate-image.ts";
import { prefill } from "../../model/prefill.ts";
import { atScale } from "../../model/sampling-settings.ts";
import type { Grid } from "../../model/schedule.ts";
import type { Picture } from "../../model/vision/codec.ts";
import type { LoadedModel } from "../checkpoint/loaded-model.ts";
import { decodeCodes } from "./decode-codes.ts";
import { promptTokens } from "./prompt-tokens.ts";
import { type SamplingWish, samplingFor } from "./sampling.ts";
import { think } from "./think.ts";

export interface InterpolateOptions extends SamplingWish {
  readonly from: string;
  readonly to: string;
  /** How much of `to` each picture has, 0 … 1. */
  readonly shares: readonly number[];
  readonly seed: number;
  readonly grids: readonly Grid[];
  /** Default: if the checkpoint says that it was trained to. */
  readonly thinking?: boolean | undefined;
  /** Hears of each grid: which picture, and its codes so far. */
  readonly onScale?: (picture: number, codes: readonly Int32Array[]) => void | Promise<void>;
  readonly signal?: AbortSignal;
}

/**
 * Pictures on the way from one prompt to another: the same random numbers, and scores that are a mixture of both
 * prompts'. At the ends they are what `paint` makes of each prompt. Throws TEXT_PROMPT_TOO_LONG, MODEL_SETTING.
 */
export async function interpolate(
  model: LoadedModel,
  {
    from,
    to,
    shares,
    seed,
    grids,
    onScale,
    signal,
    thinking = model.sampling.think !== undefined,
    ...wish
  }: InterpolateOptions,
): Promise<{ readonly pictures: readonly Picture[]; readonly plans: readonly string[] }> {
  const sampling = samplingFor(model, wish);
  const asked = [from, to].map((prompt) => promptTokens(model, prompt));
  const planned = thinking ? await think(model, asked, { grids, seeds: [seed, seed], signal }) : [[], []];
  const prompts = [...asked.map((ids, i) => [...ids, ...(planned[i] ?? [])]), promptTokens(model, "")];
  const open = await prefill(
    model.runner,
    prompts.map((ids) => [
      { type: "text", ids },
      { type: "open", scales: grids.length },
    ]),
  );
  try {
    const images: (readonly Int32Array[])[] = [];
    for (const [picture, share] of shares.entries()) {
      const soFar: Int32Array[] = [];
      const { codes, context } = await generateImages(model.runner, open, {
        grids,
        seeds: [seed],
        ...sampling,
        mix: (scale) => {
          const t = (atScale(sampling.guidance, scale, "guidance") * scale) / Math.max(1, grids.length - 1);
          return [(1 + t) * (1 - share), (1 + t) * share, -t];
        },
        onScale: async (_, [grid]) => {
          if (grid !== undefined) soFar.push(grid);
          await onScale?.(picture, soFar);
        },
        ...(signal ? { signal } : {}),
      });
      if (context !== open) releaseContext(context);
      images.push(codes[0] ?? []);
    }
    const pictures = await decodeCodes(model, { grids, images }, signal);
    return { pictures, plans: planned.map((ids) => model.tokenizer.decode(ids)) };
  } finally {
    releaseContext(open);
  }
}
