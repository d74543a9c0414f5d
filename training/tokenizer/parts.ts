/**
 * What each grid's codes may say. With one codebook for everything, a code tells a whole cell: a red ring that training
 * never saw has none, and comes back as another ring. A *part* gives a grid codes of its own that fill some numbers of
 * the code vector and leave the others at zero: one grid says the background, one the colours, one the outlines, and any
 * of them stands with any other. In model and files these are ordinary codes; only `vision.code_bias` keeps each grid to
 * its own.
 */
import type { Grid } from "../../model/schedule.ts";
import { area, bicubic, constant, f32, type HostTensor, resize, type Tensor } from "../../runtime/tensor/index.ts";

export interface Part {
  /** First number of the code vector that the grid's codes fill, and the one after the last. */
  readonly numbers: readonly [from: number, to: number];
  /** How many codes are the grid's own; parts take them one after the other. */
  readonly codes: number;
}

/** Added to the score of a code that belongs to another grid; half a squared distance counts 1. */
const FORBIDDEN = -1e6;

/** First code of each part and the one after its last. */
export function codeRanges(parts: readonly Part[]): readonly (readonly [from: number, to: number])[] {
  let at = 0;
  return parts.map(({ codes }): readonly [number, number] => {
    at += codes;
    return [at - codes, at];
  });
}

/** Which numbers of each code learn: 1 inside the code's part, 0 outside, [K, C]. */
export function codeMask(parts: readonly Part[], size: number, channels: number): HostTensor {
  const data = new Float32Array(size * channels).fill(parts.length === 0 ? 1 : 0);
  for (const [k, [from, to]] of codeRanges(parts).entries()) {
    const [first, end] = (parts[k] as Part).numbers;
    for (let code = from; code < to; code++) data.fill(1, code * channels + first, code * channels + end);
  }
  return f32(data, [size, channels]);
}

/** Keeps each grid to its own codes. Changes `bias` [G, K] in place and returns it. */
export function forbidOthers(bias: HostTensor, parts: readonly Part[]): HostTensor {
  const [grids, size] = bias.shape as readonly [number, number];
  const data = bias.data as Float32Array;
  for (const [k, [from, to]] of codeRanges(parts).entries()) {
    if (k >= grids) break;
    data.fill(FORBIDDEN, k * size, k * size + from);
    data.fill(FORBIDDEN, k * size + to, (k + 1) * size);
  }
  return bias;
}

/** What the grids up to each could say of `features` with codes as fine as one likes: [B, H, W, C] per grid. */
export function gridSums(features: Tensor, grids: readonly Grid[], parts: readonly Part[]): readonly Tensor[] {
  const [, height, width] = features.shape as readonly number[] as readonly [number, number, number];
  const sums: Tensor[] = [];
  for (const [k, [h, w]] of grids.entries()) {
    const before = sums.at(-1);
    const rest = ofPart(before ? features.sub(before) : features, parts[k]);
    const wide = resize(resize(rest, h, w, area), height, width, bicubic);
    sums.push(before ? before.add(wide) : wide);
  }
  return sums;
}

/** The numbers of a part, zeros elsewhere. */
function ofPart(x: Tensor, part: Part | undefined): Tensor {
  if (!part) return x;
  const channels = Number(x.shape.at(-1));
  const [from, to] = part.numbers;
  return x.mul(
    constant(
      f32(
        Float32Array.from({ length: channels }, (_, i) => Number(i >= from && i < to)),
        [channels],
      ),
    ),
  );
}
