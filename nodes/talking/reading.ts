/** What the model has read of some conversations, and what is yet to be read. */
import { type Context, emptyContext, pickSequences, stackContexts } from "../../model/context.ts";
import { type FilledSegment, prefill } from "../../model/prefill.ts";
import type { Runner } from "../../model/runner.ts";
import type { ContextPool } from "./context-pool.ts";

export interface Reading {
  /** Where contexts are kept. */
  readonly pool: ContextPool;
  /** One sequence a conversation. */
  readonly context: Context;
  /** Per conversation what comes next and has not been read. */
  readonly pending: readonly (readonly FilledSegment[])[];
  /** Per conversation the ids of all its words, without its images: what guidance by words alone reads. */
  readonly words: readonly (readonly number[])[];
}

/** `count` conversations of which nothing has been read. */
export const beginReading = ({ config }: Runner, count: number, pool: ContextPool): Reading => ({
  pool,
  context: pool.keep(emptyContext(config, count)),
  pending: Array.from({ length: count }, () => []),
  words: Array.from({ length: count }, () => []),
});

/** Puts segments behind what each conversation is still to read. */
export const append = (reading: Reading, segments: readonly (readonly FilledSegment[])[]): Reading => ({
  ...reading,
  pending: reading.pending.map((before, i) => [...before, ...(segments[i] ?? [])]),
  words: reading.words.map((before, i) => [...before, ...idsOf(segments[i] ?? [])]),
});

/** Reads what is pending. */
export async function read(runner: Runner, reading: Reading): Promise<Reading> {
  if (reading.pending.every((segments) => segments.length === 0)) return reading;
  const context = await prefill(runner, reading.pending, reading.context);
  return { ...next(reading, context), pending: reading.pending.map(() => []) };
}

/** The reading after its context went on; frees the one before. */
export function next(reading: Reading, context: Context): Reading {
  if (context !== reading.context) reading.pool.free(reading.context);
  return { ...reading, context: reading.pool.keep(context) };
}

/** A reading as several, one for each list of conversations, in that order; frees the whole. */
export async function partReading(whole: Reading, parts: readonly (readonly number[])[]): Promise<readonly Reading[]> {
  const out: Reading[] = [];
  for (const which of parts) out.push(await select(whole, which));
  whole.pool.free(whole.context);
  return out;
}

/** Readings that parted, as one again: `who` says which conversation each sequence is. Frees the parts. */
export async function joinReadings(
  parts: readonly { readonly who: readonly number[]; readonly reading: Reading }[],
): Promise<Reading> {
  const [first, ...others] = parts.map(({ reading }) => reading);
  if (first === undefined) throw new RangeError("joinReadings expected a part, got none.");
  if (others.length === 0) return first;
  const { pool } = first;
  const mixed: Reading = {
    pool,
    context: pool.keep(await stackContexts(parts.map(({ reading }) => reading.context))),
    pending: parts.flatMap(({ reading }) => reading.pending),
    words: parts.flatMap(({ reading }) => reading.words),
  };
  for (const { reading } of parts) pool.free(reading.context);
  const who = parts.flatMap(({ who }) => who);
  const order = [...who.keys()].toSorted((a, b) => (who[a] ?? 0) - (who[b] ?? 0));
  const [ordered = mixed] = await partReading(mixed, [order]);
  return ordered;
}

async function select({ pool, context, pending, words }: Reading, which: readonly number[]): Promise<Reading> {
  const take = <T>(list: readonly T[]) => which.map((i) => list[i] as T);
  const picked = pool.keep(await pickSequences(context, which));
  return { pool, context: picked, pending: take(pending), words: take(words) };
}

const idsOf = (segments: readonly FilledSegment[]): readonly number[] =>
  segments.flatMap((segment) => (segment.type === "text" ? segment.ids : []));
