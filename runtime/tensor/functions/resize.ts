import { f32, type HostTensor } from "../dtype.ts";
import { constant, type Tensor } from "../tensor.ts";

/** Weights [out, in] that resample a line of `from` cells to `to` cells. */
export type Kernel = (from: number, to: number) => HostTensor;

/**
 * Resamples rows and columns of x [B, H, W, C] to [B, height, width, C] by two small matrix products, so its gradient
 * needs no rule of its own. The same size returns x itself.
 */
export function resize(x: Tensor, height: number, width: number, kernel: Kernel): Tensor {
  const [b, h, w, c] = x.shape as readonly number[] as readonly [number, number, number, number];
  const tall = h === height ? x : resample(x.reshape([b, h, w * c]), kernel(h, height)).reshape([b, height, w, c]);
  if (w === width) return tall;
  return resample(tall.reshape([b * height, w, c]), kernel(w, width)).reshape([b, height, width, c]);
}

const resample = (x: Tensor, weights: HostTensor): Tensor => constant(weights).matmul(x); // [B, out, …]

/** Cubic convolution (Keys 1981, a = −0.75), half-pixel centres, edges repeated, no antialiasing. */
export const bicubic: Kernel = (from, to) => {
  const weights = new Float32Array(to * from);
  for (let i = 0; i < to; i++) {
    const centre = ((i + 0.5) * from) / to - 0.5;
    const first = Math.floor(centre) - 1;
    for (let tap = 0; tap < 4; tap++) {
      const at = i * from + Math.min(Math.max(first + tap, 0), from - 1);
      weights[at] = (weights[at] as number) + cubic(centre - (first + tap));
    }
  }
  return f32(weights, [to, from]);
};

/** Adaptive average: cell i is the mean of cells ⌊i·from/to⌋ … ⌈(i+1)·from/to⌉ − 1. */
export const area: Kernel = (from, to) => {
  const weights = new Float32Array(to * from);
  for (let i = 0; i < to; i++) {
    const [start, end] = [Math.floor((i * from) / to), Math.ceil(((i + 1) * from) / to)];
    weights.fill(1 / (end - start), i * from + start, i * from + end);
  }
  return f32(weights, [to, from]);
};

function cubic(distance: number, a = -0.75): number {
  const x = Math.abs(distance);
  if (x <= 1) return (a + 2) * x ** 3 - (a + 3) * x ** 2 + 1;
  return x < 2 ? a * x ** 3 - 5 * a * x ** 2 + 8 * a * x - 4 * a : 0;
}
