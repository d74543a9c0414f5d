/** The codebook's beginning and upkeep: codes come from real features, and codes that nobody uses get new ones. */

import type { Grid } from "../../model/schedule.ts";
import { area, bicubic, createRng, type HostTensor, type Kernel, type Rng } from "../../runtime/tensor/index.ts";
import type { CodeCounts } from "./code-counts.ts";
import { codeRanges, type Part } from "./parts.ts";

const ROUNDS = 6;
/** Parts hold many codes from well chosen points: fewer rounds do. */
const PART_ROUNDS = 3;

/**
 * Codes [K, C] from `features` of `count` images [count, H, W, C]: k-means grid by grid over what the grids before left.
 * A grid begins with codes in proportion to its side; the last takes the rest. Returned row by row.
 */
export function firstCodes(features: HostTensor, grids: readonly Grid[], size: number, seed: number): Float32Array {
  const [count, height, width, channels] = features.shape as readonly [number, number, number, number];
  const rng = createRng(seed, "codebook");
  const codes = new Float32Array(size * channels);
  const rest = Float32Array.from(features.data);
  const sides = grids.map(([h, w]) => Math.sqrt(h * w));
  const allSides = sides.reduce((a, b) => a + b, 0);
  let taken = 0;
  for (const [scale, [h, w]] of grids.entries()) {
    const part = Math.floor((size * (sides[scale] as number)) / allSides);
    const share = scale === grids.length - 1 ? size - taken : part;
    const points = resizeAll(rest, [count, height, width, channels], h, w, area);
    const centres = kMeans(points, channels, share, rng);
    codes.set(centres.values, taken * channels);
    taken += share;
    const found = new Float32Array(points.length);
    for (let i = 0; i < points.length / channels; i++)
      found.set(row(centres.values, centres.nearest[i] as number, channels), i * channels);
    const wide = resizeAll(found, [count, h, w, channels], height, width, bicubic);
    for (let i = 0; i < rest.length; i++) rest[i] = (rest[i] as number) - (wide[i] as number);
  }
  return codes;
}

/**
 * Codes [K, C] of parts: each part's own, k-means of its numbers of `features`, zeros elsewhere. They begin at points far
 * from each other (k-means++), so that rare drawings have codes beside the plain background.
 */
export function firstPartCodes(
  features: HostTensor,
  grids: readonly Grid[],
  parts: readonly Part[],
  size: number,
  seed: number,
): Float32Array {
  const [count, height, width, channels] = features.shape as readonly [number, number, number, number];
  const rng = createRng(seed, "codebook");
  const codes = new Float32Array(size * channels);
  for (const [k, [from, to]] of codeRanges(parts).entries()) {
    const [h, w] = grids[k] as Grid;
    const [first, end] = (parts[k] as Part).numbers;
    const wide = resizeAll(features.data as Float32Array, [count, height, width, channels], h, w, area);
    const points = columnsOf(wide, channels, first, end);
    const { values } = lloyd(points, end - first, farPoints(points, end - first, to - from, rng), PART_ROUNDS, rng);
    for (let code = from; code < to; code++) codes.set(row(values, code - from, end - first), code * channels + first);
  }
  return codes;
}

/**
 * The same where a teacher knows what each cell shows: `groups[k]` names the group of each final cell for part k, −1 where
 * it has none. Code g of the part begins as the mean of group g, those of groups that no cell shows as any cell's features.
 * A part without groups begins as in `firstPartCodes`.
 */
export function taughtPartCodes(
  features: HostTensor,
  grids: readonly Grid[],
  parts: readonly Part[],
  groups: readonly (Int32Array | null)[],
  size: number,
  seed: number,
): Float32Array {
  const codes = firstPartCodes(
    features,
    grids,
    parts.map((part, k) => (groups[k] ? { ...part, codes: 1 } : part)),
    size,
    seed,
  );
  const channels = features.shape[3] as number;
  const free = codes.slice();
  const before = codeRanges(parts.map((part, k) => (groups[k] ? { ...part, codes: 1 } : part)));
  codes.fill(0);
  for (const [k, [from, to]] of codeRanges(parts).entries()) {
    const own = groups[k];
    const [first, end] = (parts[k] as Part).numbers;
    if (!own) {
      const [start] = before[k] as readonly [number, number];
      codes.set(free.subarray(start * channels, (start + to - from) * channels), from * channels);
      continue;
    }
    const points = columnsOf(features.data as Float32Array, channels, first, end);
    const means = groupMeans(points, end - first, own);
    const rng = createRng(seed, "groups without cells", k);
    for (let code = from; code < to; code++) {
      const mean = means.get(code - from) ?? row(points, rng.integer(own.length), end - first);
      codes.set(mean, code * channels + first);
    }
  }
  return codes;
}

/** The mean of each group's points. */
function groupMeans(points: Float32Array, channels: number, groups: Int32Array): ReadonlyMap<number, Float32Array> {
  const sums = new Map<number, { readonly sum: Float32Array; count: number }>();
  for (const [i, group] of groups.entries()) {
    const known = sums.get(group) ?? { sum: new Float32Array(channels), count: 0 };
    for (let d = 0; d < channels; d++) known.sum[d] = (known.sum[d] as number) + (points[i * channels + d] as number);
    known.count++;
    sums.set(group, known);
  }
  return new Map([...sums].map(([group, { sum, count }]) => [group, sum.map((v) => v / count)]));
}

/** Columns `from` … `to` of rows of `channels` numbers. */
function columnsOf(x: Float32Array, channels: number, from: number, to: number): Float32Array {
  const rows = x.length / channels;
  const out = new Float32Array(rows * (to - from));
  for (let i = 0; i < rows; i++) out.set(x.subarray(i * channels + from, i * channels + to), i * (to - from));
  return out;
}

/** Points drawn with probability in proportion to their squared distance to those drawn before. */
function farPoints(points: Float32Array, channels: number, size: number, rng: Rng): Float32Array {
  const count = points.length / channels;
  const values = new Float32Array(size * channels);
  const distances = new Float32Array(count).fill(1);
  for (let c = 0; c < size; c++) {
    const chosen = row(points, drawInProportion(distances, rng), channels);
    values.set(chosen, c * channels);
    for (let i = 0; i < count; i++) {
      const away = squaredDistance(points, i * channels, chosen);
      if (c === 0 || away < (distances[i] as number)) distances[i] = away;
    }
  }
  return values;
}

/** An index, drawn with probability in proportion to its weight. */
function drawInProportion(weights: Float32Array, rng: Rng): number {
  let left = rng.uniform() * weights.reduce((a, b) => a + b, 0);
  for (const [i, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return i;
  }
  return rng.integer(weights.length);
}

function squaredDistance(points: Float32Array, at: number, other: Float32Array): number {
  let sum = 0;
  for (let d = 0; d < other.length; d++) sum += ((points[at + d] as number) - (other[d] as number)) ** 2;
  return sum;
}

/** A code that all grids together took less often than this lately counts as unused. */
const UNUSED = 0.3;

/** Replaces codes that no grid used lately by targets of the last batch; returns how many. Changes `codes` in place. */
export function reviveCodes(codes: Float32Array, counts: CodeCounts, targets: Float32Array, rng: Rng): number {
  const [grids, size] = counts.shape as readonly [number, number];
  const channels = codes.length / size;
  const points = targets.length / channels;
  let revived = 0;
  for (let code = 0; code < size; code++) {
    const used = Array.from({ length: grids }, (_, k) => counts.data[k * size + code] as number);
    if (used.reduce((a, b) => a + b, 0) >= UNUSED) continue;
    codes.set(row(targets, rng.integer(points), channels), code * channels);
    revived++;
  }
  return revived;
}

/**
 * The same for codes of parts: each takes its part's numbers of a target of its grid, drawn in proportion to what the
 * code that was taken there missed. `taken` [B, N] are the batch's codes, `targets` its targets, grid after grid.
 */
export function revivePartCodes(
  codes: Float32Array,
  counts: CodeCounts,
  { targets, taken }: { readonly targets: Float32Array; readonly taken: ArrayLike<number> },
  grids: readonly Grid[],
  parts: readonly Part[],
  rng: Rng,
): number {
  const size = counts.shape[1] as number;
  const channels = codes.length / size;
  const cells = grids.map(([h, w]) => h * w);
  const all = cells.reduce((a, b) => a + b, 0);
  const batch = taken.length / all;
  let revived = 0;
  let start = 0;
  for (const [k, [from, to]] of codeRanges(parts).entries()) {
    const n = cells[k] as number;
    const [first, end] = (parts[k] as Part).numbers;
    const own = targets.subarray(start * batch * channels, (start + n) * batch * channels);
    const points = columnsOf(own, channels, first, end);
    const missed = Float32Array.from({ length: batch * n }, (_, i) => {
      const code = taken[Math.floor(i / n) * all + start + (i % n)] as number;
      return squaredDistance(points, i * (end - first), codes.subarray(code * channels + first, code * channels + end));
    });
    for (let code = from; code < to; code++) {
      if ((counts.data[k * size + code] as number) >= UNUSED) continue;
      codes.set(row(points, drawInProportion(missed, rng), end - first), code * channels + first);
      revived++;
    }
    start += n;
  }
  return revived;
}

/** Lloyd's algorithm from random points; a centre without points moves to a random one. */
function kMeans(points: Float32Array, channels: number, size: number, rng: Rng) {
  const count = points.length / channels;
  const values = new Float32Array(size * channels);
  for (let c = 0; c < size; c++) values.set(row(points, rng.integer(count), channels), c * channels);
  return lloyd(points, channels, values, ROUNDS, rng);
}

/** Moves centres to the means of their points, `rounds` times. Changes `values`. */
function lloyd(points: Float32Array, channels: number, values: Float32Array, rounds: number, rng: Rng) {
  const count = points.length / channels;
  const size = values.length / channels;
  let nearest = new Int32Array(count);
  for (let round = 0; round < rounds; round++) {
    nearest = nearestCentres(points, values, channels);
    const sums = new Float64Array(size * channels);
    const members = new Int32Array(size);
    for (let i = 0; i < count; i++) {
      const c = nearest[i] as number;
      members[c] = (members[c] as number) + 1;
      for (let d = 0; d < channels; d++)
        sums[c * channels + d] = (sums[c * channels + d] as number) + (points[i * channels + d] as number);
    }
    for (let c = 0; c < size; c++) {
      if (members[c] === 0) values.set(row(points, rng.integer(count), channels), c * channels);
      else
        for (let d = 0; d < channels; d++)
          values[c * channels + d] = (sums[c * channels + d] as number) / (members[c] as number);
    }
  }
  return { values, nearest: nearestCentres(points, values, channels) };
}

function nearestCentres(points: Float32Array, centres: Float32Array, channels: number): Int32Array<ArrayBuffer> {
  const size = centres.length / channels;
  return Int32Array.from({ length: points.length / channels }, (_, i) => {
    let [best, bestDistance] = [0, Number.POSITIVE_INFINITY];
    for (let c = 0; c < size; c++) {
      let distance = 0;
      for (let d = 0; d < channels && distance < bestDistance; d++) {
        const difference = (points[i * channels + d] as number) - (centres[c * channels + d] as number);
        distance += difference * difference;
      }
      if (distance < bestDistance) [best, bestDistance] = [c, distance];
    }
    return best;
  });
}

/** Resamples every image of `x` [B, H, W, C] to h×w. */
function resizeAll(
  x: Float32Array,
  [b, height, width, c]: readonly [number, number, number, number],
  h: number,
  w: number,
  kernel: Kernel,
) {
  const [rows, columns] = [kernel(height, h).data, kernel(width, w).data];
  const out = new Float32Array(b * h * w * c);
  for (let n = 0; n < b; n++)
    for (let i = 0; i < h; i++)
      for (let j = 0; j < w; j++)
        for (let y = 0; y < height; y++)
          for (let z = 0; z < width; z++) {
            const weight = (rows[i * height + y] as number) * (columns[j * width + z] as number);
            if (weight === 0) continue;
            const [from, to] = [((n * height + y) * width + z) * c, ((n * h + i) * w + j) * c];
            for (let d = 0; d < c; d++) out[to + d] = (out[to + d] as number) + weight * (x[from + d] as number);
          }
  return out;
}

const row = (values: Float32Array, index: number, width: number): Float32Array =>
  values.subarray(index * width, (index + 1) * width);
