import type { Grid } from "../../model/schedule.ts";
import type { TokenizerConfig } from "../../model/vision/config.ts";
import { decodePixels, encodePixels, nameCells, type Weights } from "../../model/vision/network.ts";
import { quantize } from "../../model/vision/quantize.ts";
import { concat, crossEntropy, type Tensor } from "../../runtime/tensor/index.ts";

export interface TokenizerBatch {
  /** −1…1 [B, H, W, 3] */
  readonly pixels: Tensor;
  /** Kind that covers each final cell, i32 [B·h·w]. */
  readonly labels: Tensor;
}

/** Weights of the loss's parts beside the mean squared error of pixels. */
const SEMANTIC = 0.02;
const COMMITMENT = 0.25;
/** Codebook and commitment act on features, whose scale is free; this sets their pull against the pixels'. */
const FEATURES = 0.05;

/** Losses before there is a codebook: the decoder reads the features themselves. */
export function continuousLoss({ pixels, labels }: TokenizerBatch, weights: Weights, config: TokenizerConfig) {
  const features = encodePixels(pixels, weights, config);
  const reconstruction = meanSquare(decodePixels(features, weights, config).sub(pixels));
  const semantic = crossEntropy(nameCells(features, weights, config), labels).mean();
  const size = features.square().mean();
  const loss = reconstruction.add(semantic.mul(SEMANTIC)).add(size.mul(1e-4));
  return { loss, metrics: { reconstruction, semantic, size } };
}

/**
 * Losses through the quantiser: pixels by the straight-through estimator, codebook towards features and features
 * towards codes over every partial sum (VAR's form of VQ-VAE's two terms, arXiv 2404.02905 §3.2, 1711.00937 Eq. 3).
 */
export function quantizedLoss(
  { pixels, labels }: TokenizerBatch,
  weights: Weights,
  config: TokenizerConfig,
  grids: readonly Grid[],
) {
  const features = encodePixels(pixels, weights, config);
  const codebook = codebookOf(weights);
  const { codes, sum, sums, targets } = quantize(features, codebook, grids, { normalize: config.normalize_codes });
  const through = features.add(sum.sub(features).stopGradient());
  const reconstruction = meanSquare(decodePixels(through, weights, config).sub(pixels));
  const semantic = crossEntropy(nameCells(through, weights, config), labels).mean();
  const towardsFeatures = average(sums.map((s) => meanSquare(s.sub(features.stopGradient()))));
  const towardsCodes = average(sums.map((s) => meanSquare(features.sub(s.stopGradient()))));
  const quantization = meanSquare(sum.sub(features));
  const loss = reconstruction
    .add(semantic.mul(SEMANTIC))
    .add(towardsFeatures.add(towardsCodes.mul(COMMITMENT)).mul(FEATURES));
  const metrics = { reconstruction, semantic, quantization, codes: concat(codes, 1), targets: concat(targets, 0) };
  return { loss, metrics };
}

export const codebookOf = (weights: Weights) => ({
  semantic: weights["vision.codebook.semantic.weight"] as Tensor,
  pixel: weights["vision.codebook.pixel.weight"] as Tensor,
});

const meanSquare = (x: Tensor): Tensor => x.square().mean();

const average = (xs: readonly Tensor[]): Tensor => xs.reduce((a, b) => a.add(b)).mul(1 / xs.length);
