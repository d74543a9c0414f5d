import type { Grid } from "../../model/schedule.ts";
import type { TokenizerConfig } from "../../model/vision/config.ts";
import { decodePixels, encodePixels, nameCells, type Weights } from "../../model/vision/network.ts";
import { codebookOf, quantize } from "../../model/vision/quantize.ts";
import { concat, constant, crossEntropy, f32, type Tensor } from "../../runtime/tensor/index.ts";
import { codeMask, gridSums, type Part } from "./parts.ts";
import { codesOfPieces, piecesLoss, piecesOf } from "./pieces.ts";

/** How the tokenizer's codes share the work. */
export interface Sharing {
  /** One for each grid; none where all grids share the whole codebook. */
  readonly parts: readonly Part[];
  /** What images 2i and 2i+1 exchange before they are decoded; null: nothing. */
  readonly exchanged: Exchanged | null;
  /** Codes of outlines are pieces (`pieces.ts`). */
  readonly taught: boolean;
  /** Weight of the semantic teacher beside the mean squared error of pixels; 0: codes are learnt from pixels alone. */
  readonly semantic: number;
}

/** Numbers of the code vector that change hands: in even pairs those of outlines, in odd ones those of colours. */
export interface Exchanged {
  readonly outlines: readonly [from: number, to: number];
  readonly colors: readonly [from: number, to: number];
}

export interface TokenizerBatch {
  /** −1…1 [B, H, W, 3] */
  readonly pixels: Tensor;
  /** Piece that each final cell shows, i32 [B·h·w]. */
  readonly labels: Tensor;
  /** What the first numbers of colours are taught where codes are exchanged (`batch.ts`): [B·h·w, 4]. */
  readonly inks: Tensor;
  /** What the first numbers of the background are taught where codes of outlines are pieces: [B·h·w, 3]. */
  readonly grounds: Tensor;
  /** 1 at the last grid that the decoder reads of each image, else 0: [B, G]. Finer grids are dropped (paper §2.1). */
  readonly last: Tensor;
}

/** Weights of the loss's parts beside the mean squared error of pixels. */
const INK = 1;
const PIECES = 0.02;
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
  sharing: Sharing,
) {
  const features = encodePixels(batch.pixels, weights, config);
  const { loss, metrics } = decodedLoss(batch, gridSums(features, grids, sharing.parts), weights, config, sharing);
  const ink = inkLoss(features, batch, sharing);
  const size = features.square().mean();
  return { loss: loss.add(size.mul(1e-4)).add(ink.mul(INK)), metrics: { ...metrics, size, ink } };
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
  sharing: Sharing,
) {
  const { parts } = sharing;
  const features = encodePixels(batch.pixels, weights, config);
  const codebook = maskedCodebook(weights, config, parts);
  const options = { normalize: config.normalize_codes, bias: batch.bias };
  const { codes, sum, sums, targets } = quantize(features, codebook, grids, options);
  const through = gridSums(features, grids, parts).map((x, k) => x.add((sums[k] as Tensor).sub(x).stopGradient()));
  const taught = taughtSum(features, concat([codebook.semantic, codebook.pixel], 1), through, batch, sharing);
  const read = taught ? [...through.slice(0, -1), taught.sum] : through;
  const decoded = decodedLoss(batch, read, weights, config, sharing);
  // Parts add up to the features only when all have spoken.
  const spoken = parts.length === 0 ? sums : taught ? [taught.known] : sums.slice(-1);
  const towardsFeatures = average(spoken.map((s) => meanSquare(s.sub(features.stopGradient()))));
  const towardsCodes = average(spoken.map((s) => meanSquare(features.sub(s.stopGradient()))));
  const ink = inkLoss(features, batch, sharing);
  const pieces = taught?.pieces ?? constant(f32([0], []));
  const loss = decoded.loss
    .add(towardsFeatures.add(towardsCodes.mul(COMMITMENT)).mul(FEATURES))
    .add(ink.mul(INK))
    .add(pieces.mul(PIECES));
  const quantization = meanSquare(sum.sub(features));
  const metrics = {
    ...decoded.metrics,
    ink,
    pieces,
    quantization,
    codes: concat(codes, 1),
    targets: concat(targets, 0),
  };
  return { loss, metrics };
}

/**
 * Where outlines are pieces: what the decoder reads with the right pieces in the last grid, all that with the gradients of
 * the codes alone, and the nats of finding the pieces. Null where they are not.
 */
function taughtSum(
  features: Tensor,
  codebook: Tensor,
  through: readonly Tensor[],
  { labels }: TokenizerBatch,
  { parts, exchanged, taught }: Sharing,
) {
  const pieces = taught && exchanged ? piecesOf(parts, exchanged.outlines) : null;
  const before = through.at(-2);
  if (!pieces || !before) return null;
  const right = codesOfPieces(codebook, labels, pieces).reshape(features.shape);
  return {
    sum: before.add(right),
    known: before.stopGradient().add(right),
    pieces: piecesLoss(features, codebook, labels, pieces),
  };
}

/** How far the numbers of colours are from the inks, and those of the background from its colour: they say nothing else. */
function inkLoss(features: Tensor, { inks, grounds }: TokenizerBatch, { exchanged, parts, taught }: Sharing): Tensor {
  if (!exchanged) return constant(f32([0], []));
  const ink = awayFrom(inks, features, exchanged.colors[0]);
  const ground = taught ? parts[0]?.numbers[0] : undefined;
  return ground === undefined ? ink : ink.add(awayFrom(grounds, features, ground));
}

/** Mean squared distance of the numbers of `features` [B, h, w, C] from `first` on to those wanted [B·h·w, N]. */
function awayFrom(wanted: Tensor, features: Tensor, first: number): Tensor {
  const [cells, numbers] = wanted.shape as readonly number[] as readonly [number, number];
  return meanSquare(
    features
      .slice(-1, first, first + numbers)
      .reshape([cells, numbers])
      .sub(wanted),
  );
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
  { exchanged, semantic: teaching }: Sharing,
) {
  const pick = (k: number) => last.slice(1, k, k + 1).reshape([Number(last.shape[0]), 1, 1, 1]);
  const read = sums.map((s, k) => s.mul(pick(k))).reduce((a, b) => a.add(b));
  const mixed = exchanged ? exchangePairs(read, exchanged) : read;
  const errors = decodePixels(mixed, weights, config).sub(pixels).square().mean([1, 2, 3]); // [B]
  const whole = last.slice(1, sums.length - 1).reshape([Number(last.shape[0])]);
  const early = whole.neg().add(1);
  const mean = (share: Tensor) => errors.mul(share).sum().div(share.sum().maximum(1));
  const [reconstruction, partial] = [mean(whole), mean(early)];
  const semantic = crossEntropy(nameCells(sums.at(-1) as Tensor, weights, config), labels).mean();
  const loss = reconstruction.add(partial.mul(PARTIAL)).add(semantic.mul(teaching));
  return { loss, metrics: { reconstruction, partial, semantic } };
}

/** Each image gets its pair's share of the other one: [B, H, W, C] → the same. */
function exchangePairs(x: Tensor, { outlines, colors }: Exchanged): Tensor {
  const [b, h, w, c] = x.shape as readonly number[] as readonly [number, number, number, number];
  const pairs = x.reshape([b / 2, 2, h, w, c]);
  const other = concat([pairs.slice(1, 1, 2), pairs.slice(1, 0, 1)], 1);
  const taken = Float32Array.from({ length: (b / 2) * c }, (_, i) => {
    const [from, to] = Math.floor(i / c) % 2 === 0 ? outlines : colors;
    return Number(i % c >= from && i % c < to);
  });
  const mask = constant(f32(taken, [b / 2, 1, 1, 1, c]));
  return pairs.add(other.sub(pairs).mul(mask)).reshape([b, h, w, c]);
}

/** The codebook of which only those numbers learn that belong to a code's part. */
function maskedCodebook(
  weights: Weights,
  { codebook_size, code_dims: [s, p] }: TokenizerConfig,
  parts: readonly Part[],
) {
  if (parts.length === 0) return codebookOf(weights);
  const mask = constant(codeMask(parts, codebook_size, s + p));
  const { semantic, pixel } = codebookOf(weights);
  return { semantic: semantic.mul(mask.slice(-1, 0, s)), pixel: pixel.mul(mask.slice(-1, s, s + p)) };
}

const meanSquare = (x: Tensor): Tensor => x.square().mean();

const average = (xs: readonly Tensor[]): Tensor => xs.reduce((a, b) => a.add(b)).mul(1 / xs.length);
