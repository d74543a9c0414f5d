/**
 * Dual-codebook multi-scale residual quantisation (paper §2.1; TokenFlow vq_model.py:603-724).
 * B batch, H×W the final grid, C = semantic + pixel numbers of a code, K codes, n = h·w cells of one grid.
 */
import { area, bicubic, concat, resize, type Tensor, unitNorm } from "../../runtime/tensor/index.ts";
import type { Grid } from "../schedule.ts";

export interface Codebook {
  /** [K, S] */
  readonly semantic: Tensor;
  /** [K, P] */
  readonly pixel: Tensor;
}

/** The codebook among weights by name. */
export const codebookOf = (weights: Readonly<Record<string, Tensor>>): Codebook => ({
  semantic: weights["vision.codebook.semantic.weight"] as Tensor,
  pixel: weights["vision.codebook.pixel.weight"] as Tensor,
});

export interface QuantizeOptions {
  /** Compare and return unit vectors, each half by itself (the paper's form). */
  readonly normalize: boolean;
  /** Added to the scores of grid k: row k of [G, K], nothing for grids beyond G. Half a squared distance counts 1. */
  readonly bias?: Tensor | undefined;
  /**
   * Which code a cell takes, from scores [B·n, K] (higher is nearer) of grid `scale`; i32 [B·n]. Default: the nearest.
   * Self-correction training draws here instead.
   */
  readonly choose?: (scores: Tensor, scale: number) => Tensor;
}

export interface Quantized {
  /** Per grid the codes taken, i32 [B, n]. */
  readonly codes: readonly Tensor[];
  /** Per grid the nearest codes, i32 [B, n]; differs from `codes` where `choose` took another. */
  readonly nearest: readonly Tensor[];
  /** Per grid the sum of all grids up to it, at the final size [B, H, W, C]. */
  readonly sums: readonly Tensor[];
  /** The last of `sums`: what the decoder reads. */
  readonly sum: Tensor;
  /** Per grid what was left to explain, area-resized to the grid [B·n, C]. */
  readonly targets: readonly Tensor[];
}

/** The vectors of all codes, halves joined [K, C]. */
export function codeVectors({ semantic, pixel }: Codebook, normalize: boolean): Tensor {
  const halves = [semantic, pixel].map((half) => (normalize ? unitNorm(half) : half));
  return concat(halves, -1);
}

/** Codes of `features` [B, H, W, C], coarse to fine: each grid explains what the grids before it left. */
export function quantize(
  features: Tensor,
  codebook: Codebook,
  grids: readonly Grid[],
  { normalize, bias, choose = (scores) => scores.argMax(-1) }: QuantizeOptions,
): Quantized {
  const [b, height, width, channels] = features.shape as readonly number[] as readonly [number, number, number, number];
  const semantic = Number(codebook.semantic.shape[1]);
  const vectors = codeVectors(codebook, normalize); // [K, C]
  const halfSquare = vectors.square().sum([-1]).mul(0.5); // [K]
  const out = { codes: [] as Tensor[], nearest: [] as Tensor[], sums: [] as Tensor[], targets: [] as Tensor[] };
  let rest = features;
  let sum: Tensor | undefined;
  for (const [scale, [h, w]] of grids.entries()) {
    const y = resize(rest, h, w, area).reshape([b * h * w, channels]);
    const target = normalize ? unitHalves(y, semantic) : y;
    const near = target.matmul(vectors, { transposeB: true }).sub(halfSquare); // −½|y − code|² + ½|y|²
    const scores = bias && scale < Number(bias.shape[0]) ? near.add(bias.slice(0, scale, scale + 1)) : near;
    const codes = choose(scores, scale); // [B·n]
    const found = vectors.gather(codes).reshape([b, h, w, channels]);
    const wide = resize(found, height, width, bicubic);
    rest = rest.sub(wide.stopGradient());
    sum = sum ? sum.add(wide) : wide;
    out.codes.push(codes.reshape([b, h * w]));
    out.nearest.push(scores.argMax(-1).reshape([b, h * w]));
    out.sums.push(sum);
    out.targets.push(target);
  }
  return { ...out, sum: sum as Tensor };
}

/** The sum that the decoder reads, from the codes of all grids or of the first few: per grid i32 [B, n] → [B, H, W, C]. */
export function sumOfCodes(
  codes: readonly Tensor[],
  codebook: Codebook,
  grids: readonly Grid[],
  normalize: boolean,
): Tensor {
  const vectors = codeVectors(codebook, normalize);
  const [height, width] = grids.at(-1) as Grid;
  const wide = codes.map((ids, k) => {
    const [h, w] = grids[k] as Grid;
    const found = vectors.gather(ids).reshape([Number(ids.shape[0]), h, w, Number(vectors.shape[1])]);
    return resize(found, height, width, bicubic);
  });
  return wide.reduce((a, b) => a.add(b));
}

const unitHalves = (y: Tensor, semantic: number): Tensor =>
  concat([unitNorm(y.slice(-1, 0, semantic)), unitNorm(y.slice(-1, semantic))], -1);
