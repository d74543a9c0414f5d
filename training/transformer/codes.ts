/**
 * Images to codes for training, with self-correction (paper §3.2.1; spec §4.3): a random share of cells takes a code
 * drawn from the nearest few as *input*, later grids see the residual that this leaves, and the *target* of every cell
 * stays the nearest code to what was left for it.
 */

import { draw } from "../../model/sample.ts";
import type { Grid } from "../../model/schedule.ts";
import type { TokenizerConfig } from "../../model/vision/config.ts";
import { encodePixels } from "../../model/vision/network.ts";
import { CODE_BIAS } from "../../model/vision/parameters.ts";
import { codebookOf, quantize } from "../../model/vision/quantize.ts";
import {
  concat,
  type HostTensor,
  input,
  mapNamed,
  type Named,
  type Program,
  program,
  softmax,
  type Tensor,
} from "../../runtime/tensor/index.ts";

export interface Correction {
  /** Share of the cells of each grid whose input is drawn, 0 … 1. Paper: 0.6. */
  readonly share: number;
  /** How many of the nearest codes it is drawn from. Paper: not stated; DetailFlow 50. */
  readonly topK: number;
  /** Softmax temperature, in units of the mean squared distance by which the others are farther than the nearest. */
  readonly temperature: number;
}

/** Cells of all grids together. */
export const cellCount = (grids: readonly Grid[]): number => grids.reduce((n, [h, w]) => n + h * w, 0);

/**
 * `pixels` −1…1 [B, H, W, 3] and `uniforms` [2, B·N] → `inputs` and `targets` i32 [B, N], grids one after the other.
 */
export function encodeProgram(
  weights: Named<HostTensor>,
  config: TokenizerConfig,
  grids: readonly Grid[],
  pixelShape: readonly number[],
  correction: Correction,
): Program {
  const symbols = mapNamed(weights, ({ shape }, name) => input(name, shape));
  const pixels = input("pixels", pixelShape);
  const batch = pixelShape[0] as number;
  const uniforms = input("uniforms", [2, batch * cellCount(grids)]);
  const starts = grids.map((_, k) => batch * cellCount(grids.slice(0, k)));
  const choose = (scores: Tensor, scale: number) => {
    const [h, w] = grids[scale] as Grid;
    const start = starts[scale] as number;
    const part = uniforms.slice(1, start, start + batch * h * w); // [2, B·n]
    return drawNear(scores, part, correction);
  };
  const features = encodePixels(pixels, symbols, config);
  const { codes, nearest } = quantize(features, codebookOf(symbols), grids, {
    normalize: config.normalize_codes,
    bias: symbols[CODE_BIAS],
    choose,
  });
  return program([pixels, uniforms, ...Object.values(symbols)], {
    inputs: concat(codes, 1),
    targets: concat(nearest, 1),
  });
}

/**
 * The uniforms of `encodeProgram` with those of pictures that are `shown` set so that none of their codes is drawn: what
 * one is asked about is seen as it is, and only what one paints may be mistaken. Changes `uniforms` and returns it.
 */
export function keepAsShown(uniforms: Float32Array, grids: readonly Grid[], shown: readonly boolean[]): Float32Array {
  let start = 0;
  for (const [h, w] of grids) {
    for (const [image, kept] of shown.entries())
      if (kept) uniforms.fill(1, start + image * h * w, start + (image + 1) * h * w);
    start += shown.length * h * w;
  }
  return uniforms;
}

/** Scores [R, K] and two uniforms for each row → the nearest code, or for a share of rows one drawn near it, i32 [R]. */
function drawNear(scores: Tensor, uniforms: Tensor, { share, topK, temperature }: Correction): Tensor {
  const nearest = scores.argMax(-1); // [R]
  const rows = Number(scores.shape[0]);
  const indices = scores.topK(topK); // [R, k]
  const near = scores.takeAlong(indices);
  const best = near.slice(-1, 0, 1);
  const gaps = best.sub(near).mul(2); // squared distance beyond the nearest
  const typical = gaps.mean().mul(temperature).maximum(1e-9);
  const probabilities = softmax(gaps.div(typical).neg());
  const [replace, place] = [0, 1].map((i) => uniforms.slice(0, i, i + 1).reshape([rows])) as [Tensor, Tensor];
  return replace.less(share).select(draw({ probabilities, indices }, place.unsqueeze(-1)), nearest);
}

/** [B, N] → per grid [B, n]. */
export function splitGrids(x: Tensor, grids: readonly Grid[]): readonly Tensor[] {
  let start = 0;
  return grids.map(([h, w]) => {
    const from = start;
    start += h * w;
    return x.slice(1, from, start);
  });
}
