import {
  area,
  attention,
  bicubic,
  constant,
  conv2d,
  crossEntropy,
  depthToSpace,
  gelu,
  logSoftmax,
  resize,
  rmsNorm,
  rotary,
  silu,
  softmax,
  spaceToDepth,
  type Tensor,
  unitNorm,
} from "../../runtime/tensor/index.ts";
import type { Case } from "./case.ts";
import { exactly, flags, indices, positive, real, type Sample } from "./sample.ts";

/** Turned by sampled angles, which take no gradient. */
const turned = (...shape: number[]) => {
  const angle = constant(real(...shape)(1));
  return (x: Tensor) => rotary(x, angle.cos(), angle.sin());
};

/** Every query sees at least the first key. */
const visible =
  (...shape: number[]): Sample =>
  (seed) => {
    const mask = flags(...shape)(seed);
    const keys = shape.at(-1) as number;
    return { ...mask, data: Uint8Array.from(mask.data, (v, i) => (i % keys === 0 ? 1 : v)) };
  };

/** Functions over primitives: every backend gives the value of the body, whether it knows the name or not. */
export const functionCases: Readonly<Record<string, readonly Case[]>> = {
  rmsNorm: [
    { f: (x, w) => rmsNorm(x, w), inputs: [real(3, 8), positive(8)] },
    { f: (x, w) => rmsNorm(x, w, { epsilon: 0.1 }), inputs: [real(2, 3, 5), real(5)] },
    { f: (x, w) => rmsNorm(x, w), inputs: [real(2, 1, 4, 16), positive(16)] },
  ],
  unitNorm: [
    { f: unitNorm, inputs: [real(3, 8)] },
    { f: unitNorm, inputs: [positive(2, 1, 1)] },
  ],
  gelu: [
    { f: gelu, inputs: [real(2, 70)] },
    { f: gelu, inputs: [real()] },
  ],
  silu: [
    { f: silu, inputs: [real(2, 70)] },
    { f: silu, inputs: [real()] },
  ],
  softmax: [
    { f: softmax, inputs: [real(3, 5)] },
    { f: softmax, inputs: [real(2, 2, 2, 70)] },
    {
      f: (x) => softmax(x.mul(50)),
      inputs: [exactly({ dtype: "f32", shape: [3], data: Float32Array.of(20, 21, -3) })],
    },
    { f: softmax, inputs: [real(4, 1)] },
  ],
  logSoftmax: [
    { f: logSoftmax, inputs: [real(3, 5)] },
    { f: logSoftmax, inputs: [real(2, 3, 70)] },
  ],
  crossEntropy: [
    { f: crossEntropy, inputs: [real(6, 9), indices(9, 6)] },
    { f: crossEntropy, inputs: [real(1, 3), indices(3, 1)] },
  ],
  attention: [
    { f: attention, inputs: [real(2, 4, 3, 8), real(2, 4, 5, 8), real(2, 4, 5, 8), visible(2, 1, 3, 5)] },
    { f: attention, inputs: [real(2, 4, 3, 8), real(2, 2, 5, 8), real(2, 2, 5, 8), visible(2, 1, 3, 5)] },
    { f: attention, inputs: [real(1, 6, 3, 4), real(1, 1, 3, 4), real(1, 1, 3, 4), visible(1, 1, 3, 3)] },
    { f: attention, inputs: [real(1, 2, 1, 4), real(1, 2, 1, 4), real(1, 2, 1, 4), visible(1, 1, 1, 1)] },
    {
      f: attention,
      inputs: [
        real(1, 2, 2, 4),
        real(1, 2, 3, 4),
        real(1, 2, 3, 4),
        exactly({ dtype: "bool", shape: [1, 1, 2, 3], data: new Uint8Array(6) }),
      ],
      notSmooth: "where nothing is visible, scores vanish beside the bias",
    },
  ],
  rotary: [
    { f: turned(2, 1, 4, 4), inputs: [real(2, 3, 4, 8)] },
    { f: turned(1, 1, 1, 1), inputs: [real(2, 1, 1, 2)] },
  ],
  conv2d: [
    { f: (x, w) => conv2d(x, w), inputs: [real(2, 4, 5, 3), real(9, 3, 2)] },
    { f: (x, w) => conv2d(x, w), inputs: [real(2, 3, 2, 3), real(1, 3, 4)] },
    { f: (x, w) => conv2d(x, w), inputs: [real(1, 3, 3, 1), real(25, 1, 2)] },
  ],
  spaceToDepth: [{ f: (x) => spaceToDepth(x, 2), inputs: [real(2, 4, 6, 3)] }],
  depthToSpace: [{ f: (x) => depthToSpace(x, 2), inputs: [real(2, 2, 3, 8)] }],
  resize: [
    { f: (x) => resize(x, 6, 8, bicubic), inputs: [real(2, 3, 4, 2)] },
    { f: (x) => resize(x, 2, 3, area), inputs: [real(2, 5, 6, 2)] },
    { f: (x) => resize(x, 1, 1, area), inputs: [real(1, 3, 4, 2)] },
    { f: (x) => resize(x, 3, 4, bicubic), inputs: [real(1, 3, 4, 1)] },
  ],
};
