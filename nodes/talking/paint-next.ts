import { type Context, pickSequences, stackContexts } from "../../model/context.ts";
import { generateImages } from "../../model/generate-image.ts";
import { prefill } from "../../model/prefill.ts";
import { closeImages } from "../../model/read-grid.ts";
import { atScale } from "../../model/sampling-settings.ts";
import type { Grid } from "../../model/schedule.ts";
import type { LoadedModel } from "../checkpoint/loaded-model.ts";
import { promptTokens } from "../painting/prompt-tokens.ts";
import type { Sampling } from "../painting/sampling.ts";
import type { ImageCodes } from "./conversation.ts";
import { append, next, type Reading, read } from "./reading.ts";

export interface PaintNextOptions {
  readonly grids: readonly Grid[];
  readonly seeds: readonly number[];
  readonly sampling: Sampling;
  /** g_I of §3.2: how much the conversation's words without its images count in guidance, 0 for not at all. */
  readonly wordGuidance: number;
  /** Whether something follows the image. */
  readonly close: boolean;
  readonly onScale?: ((scale: number, codes: readonly Int32Array[]) => void | Promise<void>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Paints an image in each conversation, side by side, and reads it. Guidance (§3.2): full is the conversation, words the
 * same without its images, empty nothing: c = (full + g_I·words) / (1 + g_I), and (1 + t)·c − t·empty, where t rises to
 * `guidance` at the last scale.
 */
export async function paintNext(
  model: LoadedModel,
  before: Reading,
  { grids, seeds, sampling, wordGuidance, close, onScale, signal }: PaintNextOptions,
): Promise<{ readonly reading: Reading; readonly codes: readonly ImageCodes[] }> {
  const { runner } = model;
  const { pool } = before;
  const count = seeds.length;
  const ready = await read(
    runner,
    append(
      before,
      seeds.map(() => [{ type: "open", scales: grids.length }]),
    ),
  );
  const guided = [sampling.guidance].flat().some((each) => each !== 0);
  const branches = await openBranches(model, ready, { scales: grids.length, words: wordGuidance > 0, empty: guided });
  const t = (scale: number) =>
    guided ? (atScale(sampling.guidance, scale, "guidance") * scale) / Math.max(1, grids.length - 1) : 0;
  const { codes, context } = await generateImages(runner, branches, {
    grids,
    seeds,
    ...sampling,
    mix: (scale) => [
      (1 + t(scale)) / (1 + wordGuidance),
      ...(wordGuidance > 0 ? [((1 + t(scale)) * wordGuidance) / (1 + wordGuidance)] : []),
      ...(guided ? [-t(scale)] : []),
    ],
    ...(onScale ? { onScale } : {}),
    ...(signal ? { signal } : {}),
  });
  pool.keep(context);
  if (branches !== ready.context) pool.free(branches);
  if (!close) {
    if (context !== ready.context) pool.free(context);
    return { reading: ready, codes };
  }
  const own = context.batch === count ? context : pool.keep(await pickSequences(context, [...seeds.keys()]));
  if (own !== context) pool.free(context);
  const painted = next(ready, own);
  return { reading: next(painted, await closeImages(runner, own, grids, codes)), codes };
}

/** The branches of guidance one after the other, each with all conversations. */
async function openBranches(
  model: LoadedModel,
  { pool, context, words }: Reading,
  wanted: { readonly scales: number; readonly words: boolean; readonly empty: boolean },
): Promise<Context> {
  if (!wanted.words && !wanted.empty) return context;
  const open = async (prompts: readonly (readonly number[])[]) =>
    pool.keep(
      await prefill(
        model.runner,
        prompts.map((ids) => [
          { type: "text", ids },
          { type: "open", scales: wanted.scales },
        ]),
      ),
    );
  const empty = promptTokens(model, "");
  const others: Context[] = [];
  if (wanted.words) others.push(await open(words));
  if (wanted.empty) others.push(await open(words.map(() => empty)));
  const stacked = pool.keep(await stackContexts([context, ...others]));
  for (const other of others) pool.free(other);
  return stacked;
}
