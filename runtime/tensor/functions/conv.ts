import { fn } from "../function.ts";
import { concat, type Tensor } from "../tensor.ts";

/**
 * Convolution with stride 1 and zeros around, the size kept. x [B, H, W, C], weight [k², C, O] with odd k → [B, H, W, O].
 * Shifted copies of x side by side times one matrix: on CPUs this is faster than a convolution kernel (DESIGN §2).
 */
export const conv2d = (x: Tensor, weight: Tensor): Tensor => convFn([x, weight], {});

const kernelSide = (weight: Tensor): number => Math.sqrt(Number(weight.shape[0]));

const convFn = fn(
  "conv2d",
  ([x, weight]: readonly [Tensor, Tensor]) => {
    const [taps, c, o] = weight.shape as readonly [number, number, number];
    return patches(x, kernelSide(weight)).matmul(weight.reshape([taps * c, o]));
  },
  {
    gradient: ({ dy, inputs }) => {
      const [x, weight] = inputs as readonly [Tensor, Tensor];
      const kernel = kernelSide(weight);
      const [taps, c, o] = weight.shape as readonly [number, number, number];
      const dx = patches(dy, kernel).matmul(
        flipTaps(weight)
          .transpose([0, 2, 1])
          .reshape([taps * o, c]),
      );
      const [columns, rows] = [patches(x, kernel), dy].map((t) => t.reshape([positions(dy), Number(t.shape.at(-1))]));
      return [dx, (columns as Tensor).matmul(rows as Tensor, { transposeA: true }).reshape(weight.shape)];
    },
  },
);

const positions = (x: Tensor): number => x.shape.slice(0, -1).reduce<number>((n, d) => n * Number(d), 1);

/** Each cell's neighbourhood, row by row: [B, H, W, C] → [B, H, W, kernel²·C]. */
function patches(x: Tensor, kernel: number): Tensor {
  if (kernel === 1) return x;
  const [, height, width] = x.shape as readonly [number, number, number, number];
  const r = (kernel - 1) / 2;
  const padded = x.pad({ before: [0, r, r, 0], after: [0, r, r, 0] });
  const offsets = Array.from({ length: kernel }, (_, i) => i);
  const rows = offsets.map((i) => padded.slice(1, i, i + height));
  return concat(
    rows.flatMap((row) => offsets.map((j) => row.slice(2, j, j + width))),
    -1,
  );
}

const flipTaps = (weight: Tensor): Tensor => {
  const taps = Number(weight.shape[0]);
  return concat(
    Array.from({ length: taps }, (_, i) => weight.slice(0, taps - 1 - i, taps - i)),
    0,
  );
};

/** Blocks of side×side cells become channels: [B, H, W, C] → [B, H/side, W/side, side²·C]. */
export function spaceToDepth(x: Tensor, side: number): Tensor {
  const [b, h, w, c] = x.shape as readonly number[] as readonly [number, number, number, number];
  return x
    .reshape([b, h / side, side, w / side, side, c])
    .transpose([0, 1, 3, 2, 4, 5])
    .reshape([b, h / side, w / side, side * side * c]);
}

/** Channels become blocks of side×side cells, the inverse of `spaceToDepth` (arXiv 1609.05158). */
export function depthToSpace(x: Tensor, side: number): Tensor {
  const [b, h, w, c] = x.shape as readonly number[] as readonly [number, number, number, number];
  const out = c / (side * side);
  return x
    .reshape([b, h, w, side, side, out])
    .transpose([0, 1, 3, 2, 4, 5])
    .reshape([b, h * side, w * side, out]);
}
