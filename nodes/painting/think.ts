import { boiId } from "../../model/config.ts";
import { releaseContext } from "../../model/context.ts";
import { generateText } from "../../model/generate-text.ts";
import { prefill } from "../../model/prefill.ts";
import type { Grid } from "../../model/schedule.ts";
import { planStart } from "../../training/world/plan.ts";
import type { LoadedModel } from "../checkpoint/loaded-model.ts";

export interface ThinkOptions {
  /** Grids of the pictures: a plan begins with their shape. */
  readonly grids: readonly Grid[];
  /** One for each prompt: the same seed and prompt give the same plan. */
  readonly seeds: readonly number[];
  /** Default: what the checkpoint recommends, else 1. */
  readonly temperature?: number | undefined;
  /** Probability kept, 0 … 1. Default: what the checkpoint recommends, else 0.95. */
  readonly topP?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Most tokens of a plan: five for each of four objects, and the background's. */
const LIMIT = 32;

/** The ids of the plan that the model writes after each prompt (ids in the chat form), up to where it opens a picture. */
export async function think(
  { runner, tokenizer, sampling }: LoadedModel,
  prompts: readonly (readonly number[])[],
  { grids, seeds, temperature, topP, signal }: ThinkOptions,
): Promise<readonly (readonly number[])[]> {
  const start = tokenizer.encode(planStart(grids.at(-1) as Grid));
  const read = await prefill(
    runner,
    prompts.map((ids) => [{ type: "text", ids: [...ids, ...start] }]),
  );
  try {
    const end = tokenizer.tokenToId("<|im_end|>");
    const { ids, context } = await generateText(runner, read, {
      limit: LIMIT,
      stop: [boiId(runner.config), ...(end === undefined ? [] : [end])],
      seeds,
      temperature: temperature ?? sampling.think?.temperature ?? 1,
      topK: 0,
      topP: topP ?? sampling.think?.topP ?? 0.95,
      ...(signal ? { signal } : {}),
    });
    if (context !== read) releaseContext(context);
    return ids.map((written) => [...start, ...written]);
  } finally {
    releaseContext(read);
  }
}
