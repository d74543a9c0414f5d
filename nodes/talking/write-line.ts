import type { LoadedModel } from "../checkpoint/loaded-model.ts";
import type { Place, WordsHeard } from "./converse.ts";
import { lineEnds } from "./line-ends.ts";
import { append, type Reading } from "./reading.ts";
import { type WordSampling, writeWords } from "./write-words.ts";

export interface LineOptions {
  /** One a conversation. */
  readonly seeds: readonly number[];
  /** Which conversations these are, for those who listen. */
  readonly who: readonly number[];
  readonly place: Place;
  /** Whether a line break ends it; else only the end of the turn does. */
  readonly breaks: boolean;
  /** Most tokens. */
  readonly limit: number;
  readonly sampling: WordSampling;
  readonly onWords?: ((heard: WordsHeard) => void | Promise<void>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Line {
  readonly text: string;
  /** What ended it: a line break, the end of the turn, or the limit. */
  readonly end: "line" | "said" | "limit";
}

/** Words up to a line break, which is part of them and pending, or to the end of the turn. */
export async function writeLine(
  model: LoadedModel,
  before: Reading,
  { seeds, who, place, breaks, limit, sampling, onWords, signal }: LineOptions,
): Promise<{ readonly reading: Reading; readonly lines: readonly Line[] }> {
  const { tokenizer } = model;
  const end = tokenizer.tokenToId("<|im_end|>");
  const { reading, ids, ends } = await writeWords(model, before, {
    limit,
    stop: [...(breaks ? lineEnds(tokenizer) : []), ...(end === undefined ? [] : [end])],
    seeds,
    sampling,
    onWords: onWords && ((texts) => onWords({ kind: "text", ...place, who, texts })),
    signal,
  });
  const isBreak = (last: number | null): last is number => last !== null && last !== end;
  const lines = ids.map((written, i): Line => {
    const last = ends[i] ?? null;
    if (isBreak(last)) return { text: tokenizer.decode([...written, last]), end: "line" };
    return { text: tokenizer.decode(written), end: last === null ? "limit" : "said" };
  });
  await onWords?.({ kind: "text", ...place, who, texts: lines.map(({ text }) => text) });
  const unread = ends.map((last) => (isBreak(last) ? [{ type: "text" as const, ids: [last] }] : []));
  return { reading: append(reading, unread), lines };
}
