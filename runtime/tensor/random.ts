/**
 * Counter-based random numbers: Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
 * A number depends only on (seed, stream, position), never on how many were drawn before it, so a result does not
 * change with batching, caching or the number of threads.
 */
export interface RandomKey {
  /** A whole number below 2^53: its low 32 bits are in Philox's key, what is above in its counter. */
  readonly seed: number;
  readonly stream: number;
}

/** The key of `seed` for an independent stream named by `path`, e.g. `randomKey(7, "sample", 2)`. */
export function randomKey(seed: number, ...path: readonly (string | number)[]): RandomKey {
  return { seed, stream: fnv1a(path.join("/")) };
}

/** The uniform number in [0, 1) at `position` (0 … 2^53), with 32 random bits. */
export function uniformAt(key: RandomKey, position: number): number {
  const block = philox(key, Math.floor(position / 4));
  return (block[position % 4] as number) / 2 ** 32;
}

/** `count` uniforms in [0, 1) from `start` on. Positions shared with another call give the same numbers. */
export function uniforms(key: RandomKey, count: number, start = 0): Float32Array {
  // The largest float32 below 1: rounding up to 1 would fall off the end of a cumulative distribution.
  const below1 = 1 - 2 ** -24;
  return Float32Array.from({ length: count }, (_, i) => Math.min(uniformAt(key, start + i), below1));
}

/** `count` standard normal numbers (Box–Muller over pairs of positions). */
export function normals(key: RandomKey, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => {
    const radius = Math.sqrt(-2 * Math.log(1 - uniformAt(key, 2 * i)));
    return radius * Math.cos(2 * Math.PI * uniformAt(key, 2 * i + 1));
  });
}

/** A sequence that draws the positions of a key one after another: for host code that makes many small choices. */
export interface Rng {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Integer in 0 … n−1. */
  integer(n: number): number;
  /** One element of a non-empty list. */
  pick<T>(list: readonly T[]): T;
  /** A new array with the elements in random order. */
  shuffle<T>(list: readonly T[]): T[];
}

/** A sequence of random choices keyed by `seed` and `path`. */
export function createRng(seed: number, ...path: readonly (string | number)[]): Rng {
  const key = randomKey(seed, ...path);
  let position = 0;
  const uniform = () => uniformAt(key, position++);
  const integer = (n: number) => Math.floor(uniform() * n);
  return {
    uniform,
    integer,
    pick: (list) => {
      if (list.length === 0) throw new RangeError("pick expected a non-empty list.");
      return list[integer(list.length)] as (typeof list)[number];
    },
    shuffle: (list) => {
      const out = [...list];
      for (let i = out.length - 1; i > 0; i--) {
        const j = integer(i + 1);
        [out[i], out[j]] = [out[j] as (typeof out)[number], out[i] as (typeof out)[number]];
      }
      return out;
    },
  };
}

/** The four 32-bit words of block `counter`. */
export function philox({ seed, stream }: RandomKey, counter: number): Uint32Array {
  let [c0, c1, c2, c3] = [counter >>> 0, Math.floor(counter / 2 ** 32) >>> 0, highWord(seed), 0];
  let [k0, k1] = [seed >>> 0, stream >>> 0];
  for (let round = 0; round < 10; round++) {
    const [high0, low0] = multiply(0xd2511f53, c0);
    const [high1, low1] = multiply(0xcd9e8d57, c2);
    [c0, c1, c2, c3] = [(high1 ^ c1 ^ k0) >>> 0, low1, (high0 ^ c3 ^ k1) >>> 0, low0];
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  return Uint32Array.of(c0, c1, c2, c3);
}

/** What of a seed is above 32 bits; a negative one is taken for its low 32 bits. */
function highWord(seed: number): number {
  return seed < 2 ** 32 ? 0 : Math.floor(seed / 2 ** 32) >>> 0;
}

/** The high and low words of the 64-bit product of two 32-bit words. */
function multiply(a: number, b: number): readonly [number, number] {
  const [a1, a0, b1, b0] = [a >>> 16, a & 0xffff, b >>> 16, b & 0xffff];
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  const carry = (middle & 0xffff) + a0 * b1;
  return [(a1 * b1 + Math.floor(middle / 65536) + Math.floor(carry / 65536)) >>> 0, Math.imul(a, b) >>> 0];
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) as number), 0x01000193) >>> 0;
  return hash;
}
