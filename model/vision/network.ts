/**
 * The tokenizer's convolutional encoder and decoder. Patches of the finest stride become channels; each stage halves
 * the sides by moving 2×2 cells into channels, and the decoder undoes it by pixel shuffle (arXiv 1609.05158).
 * Deviation from the paper (§2.1): the semantic and the pixel branch share one trunk and part at its last layer.
 */
import {
  concat,
  constant,
  conv2d,
  depthToSpace,
  f32,
  rmsNorm,
  silu,
  spaceToDepth,
  type Tensor,
} from "../../runtime/tensor/index.ts";
import type { TokenizerConfig } from "./config.ts";

export type Weights = Readonly<Record<string, Tensor>>;

/** Pixels in −1…1 [B, H, W, 3] → features [B, H/stride, W/stride, semantic + pixel]. */
export function encodePixels(pixels: Tensor, weights: Weights, { vision }: TokenizerConfig): Tensor {
  const x = vision.strides.reduce((below, stride, stage) => {
    const side = stride / (stage === 0 ? 1 : (vision.strides[stage - 1] as number));
    const folded = linear(spaceToDepth(below, side), weights, `vision.encoder.${stage}.in`);
    return residualBlocks(folded, weights, `vision.encoder.${stage}`, vision.blocks[stage] ?? 0);
  }, pixels);
  const trunk = rmsNorm(x, weight(weights, "vision.encoder.norm"));
  return concat(
    ["vision.encoder.semantic", "vision.encoder.pixel"].map((head) => linear(trunk, weights, head)),
    -1,
  );
}

/** Quantised features [B, h, w, C] → pixels in about −1…1 [B, h·stride, w·stride, 3]. */
export function decodePixels(features: Tensor, weights: Weights, { vision }: TokenizerConfig): Tensor {
  const stages = [...vision.strides.keys()].reverse();
  return stages.reduce(
    (above, stage) => {
      const side = (vision.strides[stage] as number) / (stage === 0 ? 1 : (vision.strides[stage - 1] as number));
      const x = residualBlocks(above, weights, `vision.decoder.${stage}`, vision.blocks[stage] ?? 0);
      const normed = rmsNorm(x, weight(weights, `vision.decoder.${stage}.norm`));
      const out = linear(normed, weights, `vision.decoder.${stage}.out`);
      return depthToSpace(stage === 0 ? out.add(paintLayers(normed, weights, vision.layers, side)) : out, side);
    },
    linear(features, weights, "vision.decoder.in"),
  );
}

/** Masks times colours, summed over layers: [B, h, w, D] → [B, h, w, side²·3]. */
function paintLayers(x: Tensor, weights: Weights, layers: number, side: number): Tensor {
  if (layers === 0) return constant(f32([0], [1]));
  const [b, h, w] = x.shape as readonly number[] as readonly [number, number, number];
  const masks = linear(x, weights, "vision.decoder.masks").reshape([b * h * w, side * side, layers]);
  const inks = linear(x, weights, "vision.decoder.inks").reshape([b * h * w, layers, 3]);
  return masks.matmul(inks).reshape([b, h, w, side * side * 3]);
}

/** Names the kind that covers each cell from the semantic half: [B, h, w, C] → logits [B·h·w, classes]. */
export function nameCells(features: Tensor, weights: Weights, { code_dims }: TokenizerConfig): Tensor {
  const cells = features.shape.slice(0, -1).reduce<number>((n, d) => n * Number(d), 1);
  const semantic = features.slice(-1, 0, code_dims[0]).reshape([cells, code_dims[0]]);
  return linear(semantic, weights, "vision.teacher");
}

/** `count` pre-norm residual blocks of two convolutions each, whose weights lie under `prefix`. */
export function residualBlocks(x: Tensor, weights: Weights, prefix: string, count: number): Tensor {
  let out = x;
  for (let i = 0; i < count; i++) {
    const name = `${prefix}.blocks.${i}`;
    const inner = conv2d(rmsNorm(out, weight(weights, `${name}.norm`)), weight(weights, `${name}.conv1`));
    out = out.add(conv2d(silu(inner.add(weight(weights, `${name}.conv1.bias`))), weight(weights, `${name}.conv2`)));
  }
  return out;
}

/** x [..., in] times the weight [in, out], plus the bias. */
export const linear = (x: Tensor, weights: Weights, name: string): Tensor =>
  x.matmul(weight(weights, `${name}.weight`)).add(weight(weights, `${name}.bias`));

/** A weight by name. Throws a RangeError where there is none. */
export function weight(weights: Weights, name: string): Tensor {
  const found = weights[name];
  if (!found) throw new RangeError(`The tokenizer needs the weight "${name}".`);
  return found;
}
