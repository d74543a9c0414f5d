import { generateText } from "../../model/generate-text.ts";
import type { LoadedModel } from "../checkpoint/loaded-model.ts";
import { append, next, type Reading, read } from "./reading.ts";

/** How words are drawn. */
export interface WordSampling {
  /** Above 0. */
  readonly temperature: number;
  /** Alternatives kept, 0 for all. */
  readonly topK: number;
  /** Probability kept, 0 … 1. */
  readonly topP: number;
}

/** Always the likeliest. */
export const likeliest: WordSampling = { temperature: 1, topK: 1, topP: 1 };

export interface WriteOptions {
  /** Most tokens. */
  readonly limit: number;
  /** Ids that end a stretch of words. */
  readonly stop: readonly number[];
  /** One a conversation. */
  readonly seeds: readonly number[];
  readonly sampling: WordSampling;
  /** Hears what each conversation has written so far. */
  readonly onWords?: ((words: readonly string[]) => void | Promise<void>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Written {
  /** Without the pieces' last ids, which have not been read; those at the limit are pending. */
  readonly reading: Reading;
  /** Per conversation the ids written. */
  readonly ids: readonly (readonly number[])[];
  /** Per conversation the id that ended it, null at the limit. */
  readonly ends: readonly (number | null)[];
}

/** Reads what is pending and writes on, each conversation up to one of the stops. */
export async function writeWords(
  { runner, tokenizer }: LoadedModel,
  before: Reading,
  { limit, stop, seeds, sampling, onWords, signal }: WriteOptions,
): Promise<Written> {
  const ready = await read(runner, before);
  const soFar: number[][] = seeds.map(() => []);
  const onToken = async (tokens: readonly (number | null)[]) => {
    for (const [i, token] of tokens.entries()) if (token !== null) soFar[i]?.push(token);
    await onWords?.(soFar.map((ids) => tokenizer.decode(ids)));
  };
  const { ids, ends, context } = await generateText(runner, ready.context, {
    limit,
    stop,
    seeds,
    ...sampling,
    ...(onWords ? { onToken } : {}),
    ...(signal ? { signal } : {}),
  });
  const unread = ids.map((written, i) => (ends[i] === null ? written.slice(-1) : []));
  const pending = unread.map((last) => (last.length > 0 ? [{ type: "text" as const, ids: last }] : []));
  const heard = ids.map((written, i) => [
    { type: "text" as const, ids: written.slice(0, written.length - (unread[i]?.length ?? 0)) },
  ]);
  const { words } = append(ready, heard);
  return { reading: append({ ...next(ready, context), words }, pending), ids, ends };
}
