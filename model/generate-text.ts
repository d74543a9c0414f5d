/** Next-token decoding: the sequences of a context side by side, one token each per step. */
import { f32, i32, randomKey, uniforms } from "../runtime/tensor/index.ts";
import { boiId } from "./config.ts";
import { type Context, extend, lastRows, releaseContext } from "./context.ts";
import { modelErrors } from "./errors.ts";
import { idsOf, type Runner, releaseValue, type Value } from "./runner.ts";
import { checkSampling } from "./sampling-settings.ts";
import { placePadding, placeTokens } from "./sequence.ts";

export interface TextOptions {
  /** Most tokens to write per sequence. */
  readonly limit: number;
  /**
   * Ids that end a sequence, `<|im_end|>` for instance; they are not part of the result. `<boi>` is only drawn where it is
   * named here.
   */
  readonly stop: readonly number[];
  /** One seed per sequence. Default: 0 for all. */
  readonly seeds?: readonly number[];
  /** Logits are divided by it. Above 0, default 1. */
  readonly temperature?: number;
  /** Alternatives kept, 0 for all. Default 1: always the likeliest. */
  readonly topK?: number;
  /** Probability kept, 0 … 1. Default 1. */
  readonly topP?: number;
  /** Called after each step with the token of each sequence; null once it has ended. */
  readonly onToken?: (tokens: readonly (number | null)[]) => void | Promise<void>;
  /** Looked at before each token. */
  readonly signal?: AbortSignal;
}

export interface GeneratedText {
  /** Ids per sequence, without the one that ended it. */
  readonly ids: readonly (readonly number[])[];
  /** Per sequence the id that ended it, null at the limit. */
  readonly ends: readonly (number | null)[];
  /** After the last token that was read. A token that ended a sequence has not been read, nor has one at the limit. */
  readonly context: Context;
}

/** Writes text after what `context` has read, which stays usable. Throws MODEL_SETTING. */
export async function generateText(
  runner: Runner,
  context: Context,
  { limit, stop, seeds, temperature = 1, topK = 1, topP = 1, onToken, signal }: TextOptions,
): Promise<GeneratedText> {
  if (context.hidden === null)
    throw modelErrors.SETTING({ setting: "context", want: "a context that has read something", got: "an empty one" });
  const { batch } = context;
  const settings = checkSampling(0, { temperature, topK, topP });
  const kind = stop.includes(boiId(runner.config)) ? "opening" : "text";
  const sample = runner.sample({ kind, branches: 1, topK: settings.topK });
  const ids: number[][] = Array.from({ length: batch }, () => []);
  const ends = new Map<number, number>();
  let now = context;
  try {
    for (let n = 0; n < limit; n++) {
      signal?.throwIfAborted();
      const { logits } = await runner.textLogits({ hidden: now.hidden as Value, rows: lastRows(now) }); // [B, V]
      const drawn = await sample({
        logits: logits as Value,
        mix: f32([1], [1, 1, 1]),
        temperature: f32([settings.temperature], []),
        topP: f32([settings.topP], []),
        uniform: f32(
          ids.map((_, b) => uniforms(randomKey(seeds?.[b] ?? 0, "text"), 1, n)[0] as number),
          [batch, 1],
        ),
      });
      const tokens = await idsOf(drawn, "ids"); // [B]
      releaseValue(logits);
      for (const [b, token] of tokens.entries()) {
        if (ends.has(b)) continue;
        if (stop.includes(token)) ends.set(b, token);
        else ids[b]?.push(token);
      }
      await onToken?.([...tokens].map((token, b) => (ends.has(b) ? null : token)));
      if (ends.size === batch || n === limit - 1) break;
      const next = await readTokens(runner, now, tokens, ends);
      if (now !== context) releaseContext(now);
      now = next;
    }
  } catch (error) {
    if (now !== context) releaseContext(now);
    throw error;
  }
  return { ids, ends: ids.map((_, b) => ends.get(b) ?? null), context: now };
}

/** Reads one token per sequence; what an ended sequence gets is seen by no row. */
async function readTokens(runner: Runner, context: Context, tokens: Int32Array, ended: ReadonlyMap<number, number>) {
  const { rows } = await runner.tokenRows({ ids: i32(tokens, [context.batch, 1]) });
  const placed = context.steps.map((at, b) => (ended.has(b) ? { ...placePadding(1), next: at } : placeTokens(at, 1)));
  const next = await extend(runner, context, rows as Value, placed);
  releaseValue(rows);
  return next;
}
