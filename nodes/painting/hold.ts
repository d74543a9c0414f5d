import { type Context, releaseContext } from "../../model/context.ts";
import { releaseValue, type Value } from "../../model/runner.ts";
import type { Logits, Sequence } from "./values.ts";

/** A sequence that owns its context: no other value may. */
export function holdSequence(parts: Pick<Sequence, "context" | "grids" | "images">): Sequence {
  const { context } = parts;
  return { ...parts, bytes: bytesOfContext(context), release: () => releaseContext(context) };
}

/** Logits that own their scores. */
export function holdLogits(parts: Omit<Logits, "bytes" | "release">): Logits {
  return { ...parts, bytes: bytesOf(parts.scores), release: () => releaseValue(parts.scores) };
}

function bytesOfContext({ cache, hidden }: Context): number {
  return [...Object.values(cache), hidden].reduce((sum, value) => sum + bytesOf(value), 0);
}

/** Every type of number that programs compute with has four bytes. */
function bytesOf(value: Value | null): number {
  return value === null ? 0 : 4 * value.shape.reduce<number>((size, side) => size * Number(side), 1);
}
