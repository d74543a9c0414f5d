import { createRng, f32, type HostTensor, i32, normals, type Rng, randomKey } from "../../runtime/tensor/index.ts";

/** Makes one input of a case; `seed` differs between the inputs of all cases. */
export type Sample = (seed: number) => HostTensor;

const size = (shape: readonly number[]) => shape.reduce((n, d) => n * d, 1);
const rngOf = (seed: number): Rng => createRng(seed, "sample");

/** Standard normal numbers. */
export const real =
  (...shape: number[]): Sample =>
  (seed) =>
    f32(normals(randomKey(seed, "real"), size(shape)), shape);

/** Numbers from 0.5 to 2.5. */
export const positive =
  (...shape: number[]): Sample =>
  (seed) => {
    const rng = rngOf(seed);
    return f32(
      Array.from({ length: size(shape) }, () => 0.5 + 2 * rng.uniform()),
      shape,
    );
  };

/** Odd multiples of 0.05, all different and in random order: far from ties, integers, halves and zero. */
export const apart =
  (...shape: number[]): Sample =>
  (seed) => {
    const count = size(shape);
    const values = Array.from({ length: count }, (_, i) => 0.05 + 0.1 * (i - Math.floor(count / 2)));
    return f32(rngOf(seed).shuffle(values), shape);
  };

/** i32 from `low` to `high` − 1. */
export const integers =
  (low: number, high: number, ...shape: number[]): Sample =>
  (seed) => {
    const rng = rngOf(seed);
    return i32(
      Array.from({ length: size(shape) }, () => low + rng.integer(high - low)),
      shape,
    );
  };

/** Places in 0 … `count` − 1, repeated ones likely. */
export const indices = (count: number, ...shape: number[]): Sample => integers(0, count, ...shape);

export const flags =
  (...shape: number[]): Sample =>
  (seed) => {
    const rng = rngOf(seed);
    return { dtype: "bool", shape, data: Uint8Array.from({ length: size(shape) }, () => rng.integer(2)) };
  };

/** These very numbers. */
export const exactly =
  (value: HostTensor): Sample =>
  () =>
    value;

/** `count` pairs of random shapes that broadcast, with scalars and axes of 1 among them. */
export function shapePairs(count: number): readonly (readonly [number[], number[]])[] {
  const rng = createRng(11, "shapes");
  return Array.from({ length: count }, () => {
    const whole = Array.from({ length: 1 + rng.integer(4) }, () => 1 + rng.integer(4));
    const part = () => whole.slice(rng.integer(whole.length + 1)).map((d) => (rng.integer(3) === 0 ? 1 : d));
    return rng.integer(2) === 0 ? [whole, part()] : [part(), whole];
  });
}
