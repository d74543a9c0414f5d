/** The codebook's beginning and upkeep: codes come from real features, and codes that nobody uses get new ones. */

import type { Grid } from "../../model/schedule.ts";
import { area, bicubic, createRng, type HostTensor, type Kernel, type Rng } from "../../runtime/tensor/index.ts";
import type { CodeCounts } from "./code-counts.ts";

const ROUNDS = 6;

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

/** Lloyd's algorithm from random points; a centre without points moves to a random point. */
function kMeans(points: Float32Array, channels: number, size: number, rng: Rng) {
  const count = points.length / channels;
  const values = new Float32Array(size * channels);
  for (let c = 0; c < size; c++) values.set(row(points, rng.integer(count), channels), c * channels);
  let nearest = new Int32Array(count);
  for (let round = 0; round < ROUNDS; round++) {
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
