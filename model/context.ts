/**
 * What a model has read so far. B sequences run side by side; each has its own step, since prompts differ in length.
 * A context is a value: `extend` returns a longer one and leaves the old as it was, so branches may share it.
 */
import { f32, type HostTensor, i32 } from "../runtime/tensor/index.ts";
import type { ModelConfig } from "./config.ts";
import { cacheNames, cacheShape } from "./programs.ts";
import { hostOf, type Runner, releaseValue, type Value } from "./runner.ts";
import { joinRows, PADDING_GROUP, type Placed, placePadding } from "./sequence.ts";

export interface Context {
  /** Sequences, B. */
  readonly batch: number;
  /** The transformer's cache, by `cacheNames`. */
  readonly cache: Readonly<Record<string, Value>>;
  /** Per sequence the step of its next row. */
  readonly steps: readonly number[];
  /** Rows of the last extension [B, T, D]; null before the first. The last of each sequence is at T−1. */
  readonly hidden: Value | null;
}

/** `batch` sequences that have read nothing. */
export function emptyContext(config: ModelConfig, batch: number): Context {
  const entries = cacheNames(config).map((name): readonly [string, HostTensor] => {
    const shape = cacheShape(config, name, batch, 0).map(Number);
    return [name, name === "cache.groups" ? i32([], shape) : f32([], shape)];
  });
  return { batch, cache: Object.fromEntries(entries), steps: Array.from({ length: batch }, () => 0), hidden: null };
}

/**
 * Reads T more rows: embeddings [B, T, D] and per sequence where they stand. A sequence with fewer rows than the
 * longest has padding before them, in `embeddings` too.
 */
export async function extend(
  runner: Runner,
  context: Context,
  embeddings: Value,
  placed: readonly Placed[],
): Promise<Context> {
  const longest = Math.max(...placed.map(({ groups }) => groups.length));
  const padded = placed.map((rows) => joinRows([placePadding(longest - rows.groups.length), rows]));
  const { positions, groups } = joinRows(padded);
  const { hidden, ...cache } = await runner.transformer({
    embeddings,
    positions: f32(positions, [context.batch, longest, 3]),
    groups: i32(groups, [context.batch, longest]),
    ...context.cache,
  });
  return { batch: context.batch, cache, steps: placed.map(({ next }) => next), hidden: hidden ?? null };
}

/** Flat places of each sequence's last row in `hidden`, for the heads. */
export function lastRows({ batch, hidden }: Context): HostTensor {
  const rows = Number(hidden?.shape[1] ?? 0);
  return i32(
    Array.from({ length: batch }, (_, b) => (b + 1) * rows - 1),
    [batch],
  );
}

/** The named sequences of a context, in that order; one may be taken many times, e.g. to draw several images of it. */
export async function pickSequences(context: Context, sequences: readonly number[]): Promise<Context> {
  const names = Object.keys(context.cache);
  const picked = await Promise.all(
    names.map(async (name) => [name, pick(await hostOf(context.cache, name), sequences)] as const),
  );
  const hidden = context.hidden && pick(await hostOf({ hidden: context.hidden }, "hidden"), sequences);
  const steps = sequences.map((b) => context.steps[b] as number);
  return { batch: sequences.length, cache: Object.fromEntries(picked), steps, hidden };
}

/**
 * The sequences of several contexts as one, in that order, to be extended side by side. A shorter one has padding before
 * it; of the rows read last each keeps its last.
 */
export async function stackContexts(contexts: readonly Context[]): Promise<Context> {
  const names = Object.keys(contexts[0]?.cache ?? {});
  const stacked = await Promise.all(
    names.map(async (name) => {
      const parts = await Promise.all(contexts.map(({ cache }) => hostOf(cache, name)));
      return [name, stack(parts, name === "cache.groups" ? PADDING_GROUP : 0)] as const;
    }),
  );
  const last = contexts.flatMap(({ hidden }) => (hidden ? [hidden] : []));
  const rows = await Promise.all(last.map(async (hidden) => lastRow(await hostOf({ hidden }, "hidden"))));
  return {
    batch: contexts.reduce((n, { batch }) => n + batch, 0),
    cache: Object.fromEntries(stacked),
    steps: contexts.flatMap(({ steps }) => steps),
    hidden: rows.length === contexts.length ? stack(rows, 0) : null,
  };
}

/** Frees what a device holds for a context that nothing will extend any more. */
export function releaseContext({ cache, hidden }: Context): void {
  for (const value of [...Object.values(cache), hidden]) releaseValue(value);
}

function pick({ dtype, shape, data }: HostTensor, sequences: readonly number[]): HostTensor {
  const size = shape.slice(1).reduce((n, d) => n * d, 1);
  const out = dtype === "i32" ? new Int32Array(sequences.length * size) : new Float32Array(sequences.length * size);
  for (const [i, b] of sequences.entries()) out.set(data.subarray(b * size, (b + 1) * size), i * size);
  return { dtype, shape: [sequences.length, ...shape.slice(1)], data: out };
}

/** [B, T, D] → [B, 1, D] */
function lastRow({ dtype, shape, data }: HostTensor): HostTensor {
  const [batch, rows, width] = shape as readonly [number, number, number];
  const out = new Float32Array(batch * width);
  for (let b = 0; b < batch; b++)
    out.set(data.subarray(((b + 1) * rows - 1) * width, (b + 1) * rows * width), b * width);
  return { dtype, shape: [batch, 1, width], data: out };
}

/** Tensors [B, …, T, D] one after the other along B (groups: [B, T]); where T is shorter, `padding` before it. */
function stack(parts: readonly HostTensor[], padding: number): HostTensor {
  const [{ dtype, shape }] = parts as readonly [HostTensor];
  const axis = shape.length === 2 ? 1 : shape.length - 2;
  const longest = Math.max(...parts.map((part) => part.shape[axis] as number));
  const width = shape.slice(axis + 1).reduce((n, d) => n * d, 1);
  const runs = parts.reduce((n, part) => n + part.shape.slice(0, axis).reduce((m, d) => m * d, 1), 0);
  const size = longest * width;
  const out = dtype === "i32" ? new Int32Array(runs * size) : new Float32Array(runs * size);
  if (padding !== 0) out.fill(padding);
  let run = 0;
  for (const part of parts) {
    const own = (part.shape[axis] as number) * width;
    const count = own === 0 ? part.shape.slice(0, axis).reduce((m, d) => m * d, 1) : part.data.length / own;
    for (let i = 0; i < count; i++, run++) out.set(part.data.subarray(i * own, (i + 1) * own), (run + 1) * size - own);
  }
  const batch = parts.reduce((n, part) => n + (part.shape[0] as number), 0);
  return { dtype, shape: [batch, ...shape.slice(1, axis), longest, ...shape.slice(axis + 1)], data: out };
}
