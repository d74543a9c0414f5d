import type { Grid } from "../../model/schedule.ts";
import type { TokenizerConfig } from "../../model/vision/config.ts";
import { decodePixels, encodePixels, nameCells, type Weights } from "../../model/vision/network.ts";
import { quantize } from "../../model/vision/quantize.ts";
import { area, bicubic, concat, crossEntropy, resize, type Tensor } from "../../runtime/tensor/index.ts";

export interface TokenizerBatch {
  /** −1…1 [B, H, W, 3] */
  readonly pixels: Tensor;
  /** Kind that covers each final cell, i32 [B·h·w]. */
  readonly labels: Tensor;
  /** 1 at the last grid that the decoder reads of each image, else 0: [B, G]. Finer grids are dropped (paper §2.1). */
  readonly last: Tensor;
}

/** Weights of the loss's parts beside the mean squared error of pixels. */
const SEMANTIC = 0.02;
const PARTIAL = 0.2;
const COMMITMENT = 0.25;
/** Codebook and commitment act on features, whose scale is free; this sets their pull against the pixels'. */
const FEATURES = 0.05;

/** Losses before there is a codebook: the decoder reads what the grids could say of the features at best. */
export function continuousLoss(
  batch: TokenizerBatch,
  weights: Weights,
  config: TokenizerConfig,
  grids: readonly Grid[],
) {
  const features = encodePixels(batch.pixels, weights, config);
  const { loss, metrics } = decodedLoss(batch, gridSums(features, grids), weights, config);
  const size = features.square().mean();
  return { loss: loss.add(size.mul(1e-4)), metrics: { ...metrics, size } };
}

/**
 * Losses through the quantiser: pixels by the straight-through estimator, codebook towards features and features
 * towards codes over every partial sum (VAR's form of VQ-VAE's two terms, arXiv 2404.02905 §3.2, 1711.00937 Eq. 3).
 * `bias` [G, K] is added to the scores of codes (`code-counts.ts`).
 */
export function quantizedLoss(
  batch: TokenizerBatch & { readonly bias: Tensor },
  weights: Weights,
  config: TokenizerConfig,
  grids: readonly Grid[],
) {
  const features = encodePixels(batch.pixels, weights, config);
  const { codes, sum, sums, targets } = quantize(features, codebookOf(weights), grids, {
    normalize: config.normalize_codes,
    bias: batch.bias,
  });
  const through = gridSums(features, grids).map((x, k) => x.add((sums[k] as Tensor).sub(x).stopGradient()));
  const decoded = decodedLoss(batch, through, weights, config);
  const towardsFeatures = average(sums.map((s) => meanSquare(s.sub(features.stopGradient()))));
  const towardsCodes = average(sums.map((s) => meanSquare(features.sub(s.stopGradient()))));
  const loss = decoded.loss.add(towardsFeatures.add(towardsCodes.mul(COMMITMENT)).mul(FEATURES));
  const quantization = meanSquare(sum.sub(features));
  const metrics = { ...decoded.metrics, quantization, codes: concat(codes, 1), targets: concat(targets, 0) };
  return { loss, metrics };
}

/**
 * Pixels from the sum up to each image's last grid, and names of cells from the whole one. Images that end early weigh
 * little: they are there to make the coarse grids say where things are, and have an error that no training removes.
 */
function decodedLoss(
  { pixels, labels, last }: TokenizerBatch,
  sums: readonly Tensor[],
  weights: Weights,
  config: TokenizerConfig,
) {
  const pick = (k: number) => last.slice(1, k, k + 1).reshape([Number(last.shape[0]), 1, 1, 1]);
  const read = sums.map((s, k) => s.mul(pick(k))).reduce((a, b) => a.add(b));
  const errors = decodePixels(read, weights, config).sub(pixels).square().mean([1, 2, 3]); // [B]
  const whole = last.slice(1, sums.length - 1).reshape([Number(last.shape[0])]);
  const early = whole.neg().add(1);
  const mean = (share: Tensor) => errors.mul(share).sum().div(share.sum().maximum(1));
  const [reconstruction, partial] = [mean(whole), mean(early)];
  const semantic = crossEntropy(nameCells(sums.at(-1) as Tensor, weights, config), labels).mean();
  const loss = reconstruction.add(partial.mul(PARTIAL)).add(semantic.mul(SEMANTIC));
  return { loss, metrics: { reconstruction, partial, semantic } };
}

/** What the grids up to each could say of `features` with codes as fine as one likes: [B, H, W, C] per grid. */
function gridSums(features: Tensor, grids: readonly Grid[]): readonly Tensor[] {
  const [, height, width] = features.shape as readonly number[] as readonly [number, number, number];
  const sums: Tensor[] = [];
  for (const [h, w] of grids) {
    const rest = sums.length === 0 ? features : features.sub(sums.at(-1) as Tensor);
    const wide = resize(resize(rest, h, w, area), height, width, bicubic);
    sums.push(sums.length === 0 ? wide : (sums.at(-1) as Tensor).add(wide));
  }
  return sums;
}

export const codebookOf = (weights: Weights) => ({
  semantic: weights["vision.codebook.semantic.weight"] as Tensor,
  pixel: weights["vision.codebook.pixel.weight"] as Tensor,
});

const meanSquare = (x: Tensor): Tensor => x.square().mean();

const average = (xs: readonly Tensor[]): Tensor => xs.reduce((a, b) => a.add(b)).mul(1 / xs.length);
