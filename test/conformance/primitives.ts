import { concat, constant, f32, i32, range, type Tensor } from "../../runtime/tensor/index.ts";
import type { OpName } from "../../runtime/tensor/ops/set.ts";
import type { Case } from "./case.ts";
import { apart, exactly, flags, indices, integers, positive, real, type Sample, shapePairs } from "./sample.ts";

type Shaped = (...shape: number[]) => Sample;

/** One float in, one out: a scalar, an axis of 1, a vector too long for one workgroup, many axes. */
const unary = (f: (x: Tensor) => Tensor, sample: Shaped = real): readonly Case[] =>
  [[], [1], [2, 1, 3], [300], [2, 2, 1, 2, 3]].map((shape) => ({ f, inputs: [sample(...shape)] }));

const pairs = [
  [[], []],
  [[], [2, 3]],
  [
    [3, 4],
    [3, 4],
  ],
  [
    [2, 1, 3],
    [4, 1],
  ],
  [[1], [1, 1]],
  ...shapePairs(4),
] as const;

/** Two operands that broadcast. */
const binary = (f: (a: Tensor, b: Tensor) => Tensor, a: Shaped = real, b: Shaped = a): readonly Case[] =>
  pairs.map(([left, right]) => ({ f, inputs: [a(...left), b(...right)] }));

/** The same for i32. */
const whole = (f: (a: Tensor, b: Tensor) => Tensor, low = -9, high = 10): readonly Case[] =>
  pairs.map(([left, right]) => ({ f, inputs: [integers(low, high, ...left), integers(low, high, ...right)] }));

const add = (a: Tensor, b: Tensor) => a.add(b);
const mul = (a: Tensor, b: Tensor) => a.mul(b);
const sub = (a: Tensor, b: Tensor) => a.sub(b);
const maximum = (a: Tensor, b: Tensor) => a.maximum(b);
const minimum = (a: Tensor, b: Tensor) => a.minimum(b);
const less = (a: Tensor, b: Tensor) => a.less(b);
const equal = (a: Tensor, b: Tensor) => a.equal(b);

/** Multiples and odd halves of π among them, up to the positions of long contexts. */
const angles = exactly(
  f32([-9000.5, -77, -Math.PI, -Math.PI / 2, Math.PI / 2, Math.PI, 2 * Math.PI, 40, 555.5, 4096, 31415.926], [11]),
);

/** Values of every primitive; a primitive without cases does not compile. */
export const primitiveCases: { readonly [K in OpName]: readonly Case[] } = {
  input: [
    { f: (x) => x, inputs: [real(2, 3)] },
    { f: (x) => x, inputs: [flags(3)] },
    { f: (x) => x, inputs: [integers(-5, 5)] },
  ],
  constant: [
    { f: () => constant(f32([1, -2.5, 3e-9], [3, 1])), inputs: [] },
    { f: (x) => x.mul(constant(f32([2, 3], [2]))), inputs: [real(3, 2)] },
    { f: () => constant({ dtype: "bool", shape: [2], data: Uint8Array.of(1, 0) }), inputs: [] },
    { f: () => range(5), inputs: [] },
  ],
  neg: unary((x) => x.neg()),
  exp: unary((x) => x.exp()),
  log: unary((x) => x.log(), positive),
  sqrt: unary((x) => x.sqrt(), positive),
  sin: [...unary((x) => x.sin()), { f: (x) => x.sin(), inputs: [angles], notSmooth: "too steep for differences" }],
  cos: [...unary((x) => x.cos()), { f: (x) => x.cos(), inputs: [angles], notSmooth: "too steep for differences" }],
  tanh: [...unary((x) => x.tanh()), { f: (x) => x.tanh(), inputs: [exactly(f32([-80, -9, 0, 9, 80], [5]))] }],
  sigmoid: [...unary((x) => x.sigmoid()), { f: (x) => x.sigmoid(), inputs: [exactly(f32([-80, -9, 0, 9, 80], [5]))] }],
  erf: unary((x) => x.erf()),
  abs: unary((x) => x.abs(), apart),
  sign: [
    ...unary((x) => x.sign(), apart),
    { f: (x) => x.sign(), inputs: [exactly(f32([-0.5, 0, 2], [3]))], notSmooth: "a jump at 0" },
  ],
  floor: unary((x) => x.floor(), apart),
  round: [
    ...unary((x) => x.round(), apart),
    { f: (x) => x.round(), inputs: [exactly(f32([-1.5, -0.5, 0.5, 1.5, 2.5], [5]))], notSmooth: "jumps at halves" },
  ],
  add: [...binary(add), ...whole(add)],
  sub: [...binary(sub), ...whole(sub)],
  mul: [...binary(mul), ...whole(mul)],
  div: [
    ...binary((a, b) => a.div(b), real, positive),
    ...whole((a, b) => a.div(b.mul(b).add(1))),
    {
      f: (a, b) => a.div(b),
      inputs: [exactly(i32([7, -7, 7, -7, 0, 2_000_000_011], [6])), exactly(i32([2, 2, -2, -2, 5, 3], [6]))],
    },
  ],
  maximum: [
    ...binary(
      maximum,
      apart,
      (...shape) =>
        (seed) =>
          shifted(apart(...shape)(seed)),
    ),
    ...whole(maximum),
  ],
  minimum: [
    ...binary(
      minimum,
      apart,
      (...shape) =>
        (seed) =>
          shifted(apart(...shape)(seed)),
    ),
    ...whole(minimum),
  ],
  less: [...binary(less), ...whole(less, 0, 3)],
  equal: [...binary(equal), ...whole(equal, 0, 3), { f: equal, inputs: [flags(3, 4), flags(4)] }],
  and: [
    { f: (a, b) => a.and(b), inputs: [flags(3, 4), flags(4)] },
    { f: (a, b) => a.and(b), inputs: [flags(2, 1, 3), flags(2, 1)] },
    { f: (a, b) => a.and(b), inputs: [flags(), flags()] },
  ],
  where: [
    { f: (c, a, b) => c.select(a, b), inputs: [flags(3, 4), real(3, 4), real(3, 4)] },
    { f: (c, a, b) => c.select(a, b), inputs: [flags(3, 1), real(4), real(2, 1, 1)] },
    { f: (c, a, b) => c.select(a, b), inputs: [flags(), real(2), real()] },
    { f: (c, a, b) => c.select(a, b), inputs: [flags(4), integers(-5, 5, 2, 4), integers(-5, 5, 4)] },
    { f: (c, a, b) => c.select(a, b), inputs: [flags(4), flags(2, 4), flags(4)] },
  ],
  cast: [
    { f: (x) => x.mul(7).cast("i32"), inputs: [apart(9)] },
    { f: (x) => x.cast("f32"), inputs: [integers(-5, 5, 2, 3)] },
    { f: (x) => x.cast("f32"), inputs: [flags(2, 3)] },
    { f: (x) => x.cast("i32"), inputs: [flags(2, 3)] },
    { f: (x) => x.cast("bool"), inputs: [exactly(f32([0, -0, 0.25, -3], [4]))] },
    { f: (x) => x.cast("bool"), inputs: [integers(-1, 2, 6)] },
    { f: (x) => x.cast("i32"), inputs: [exactly(f32([1.9, -1.9, 0.5, -0.5], [4]))] },
  ],
  stopGradient: [{ f: (x) => x.square().stopGradient(), inputs: [real(3)], notSmooth: "stopped on purpose" }],
  sum: [
    { f: (x) => x.sum(), inputs: [real(3, 4)] },
    { f: (x) => x.sum(), inputs: [real()] },
    { f: (x) => x.sum([1]), inputs: [real(3, 4, 2)] },
    { f: (x) => x.sum([0, 2], { keep: true }), inputs: [real(3, 4, 2)] },
    { f: (x) => x.sum([-1]), inputs: [real(2, 300)] },
    { f: (x) => x.sum([0]), inputs: [real(1, 5)] },
    { f: (x) => x.sum([0, 1, 3]), inputs: [real(2, 2, 3, 2)] },
    { f: (x) => x.sum([]), inputs: [real(2, 2)] },
  ],
  max: [
    { f: (x) => x.max(), inputs: [apart(3, 4)] },
    { f: (x) => x.max([1]), inputs: [apart(3, 4, 2)] },
    { f: (x) => x.max([0, 2], { keep: true }), inputs: [apart(3, 4, 2)] },
    { f: (x) => x.max([-1]), inputs: [apart(2, 300)] },
    { f: (x) => x.max([0]), inputs: [apart(1, 5)] },
    { f: (x) => x.max([-1]), inputs: [exactly(f32([1, 1, 0, 2, 3, 3], [2, 3]))], notSmooth: "a tie" },
  ],
  argMax: [
    { f: (x) => x.argMax(0), inputs: [apart(3, 4)] },
    { f: (x) => x.argMax(-1), inputs: [apart(2, 3, 300)] },
    { f: (x) => x.argMax(1), inputs: [exactly(f32([1, 3, 3, 2, 2, 2], [2, 3]))] },
    { f: (x) => x.argMax(1), inputs: [real(2, 1, 2)] },
  ],
  topK: [
    { f: (x) => x.topK(3), inputs: [apart(2, 5)] },
    { f: (x) => x.topK(1), inputs: [apart(7)] },
    { f: (x) => x.topK(300), inputs: [apart(300)] },
    { f: (x) => x.topK(4), inputs: [exactly(f32([1, 3, 3, 2, 3, 0, 1, 1, 1, 1, 1, 1], [2, 6]))] },
    { f: (x) => x.topK(2), inputs: [apart(2, 1, 3, 4)] },
  ],
  cumsum: [
    { f: (x) => x.cumsum(), inputs: [real(5)] },
    { f: (x) => x.cumsum(), inputs: [real(2, 3, 4)] },
    { f: (x) => x.cumsum(), inputs: [real(2, 1)] },
    { f: (x) => x.cumsum(), inputs: [real(2, 300)] },
  ],
  reshape: [
    { f: (x) => x.reshape([6]), inputs: [real(2, 3)] },
    { f: (x) => x.reshape([]), inputs: [real(1, 1)] },
    { f: (x) => x.reshape([1, 2, 1, 3]), inputs: [real(2, 3)] },
    { f: (x) => x.reshape([3, 2]), inputs: [flags(2, 3)] },
    { f: (x) => x.reshape([1]), inputs: [integers(0, 5)] },
  ],
  transpose: [
    { f: (x) => x.transpose(), inputs: [real(2, 3)] },
    { f: (x) => x.transpose([2, 0, 1]), inputs: [real(2, 3, 4)] },
    { f: (x) => x.transpose([0, 1, 3, 2, 4, 5]), inputs: [real(2, 2, 2, 3, 2, 2)] },
    { f: (x) => x.transpose(), inputs: [flags(2, 3)] },
    { f: (x) => x.transpose([1, 0, 2]), inputs: [integers(0, 9, 2, 1, 3)] },
  ],
  expand: [
    { f: (x) => x.expand([3, 4]), inputs: [real(4)] },
    { f: (x) => x.expand([2, 3]), inputs: [real()] },
    { f: (x) => x.expand([2, 3, 4]), inputs: [real(3, 1)] },
    { f: (x) => x.expand([2, 4]), inputs: [flags(2, 1)] },
    { f: (x) => x.expand([2, 4]), inputs: [integers(0, 9, 4)] },
  ],
  concat: [
    { f: (a, b) => concat([a, b], 0), inputs: [real(2, 3), real(1, 3)] },
    { f: (a, b, c) => concat([a, b, c], -1), inputs: [real(2, 1, 3), real(2, 1, 1), real(2, 1, 4)] },
    { f: (a) => concat([a, a.mul(2), a], 1), inputs: [real(2, 2)] },
    { f: (a, b) => concat([a, b], 1), inputs: [flags(2, 3), flags(2, 1)] },
    { f: (a, b) => concat([a, b], 0), inputs: [integers(0, 9, 2), integers(0, 9, 3)] },
    {
      f: (a, b) =>
        concat(
          Array.from({ length: 20 }, (_, i) => (i % 2 ? a : b)),
          -1,
        ),
      inputs: [real(2, 2), real(2, 3)],
    },
  ],
  slice: [
    { f: (x) => x.slice(0, 1), inputs: [real(3, 4)] },
    { f: (x) => x.slice(1, 1, 3), inputs: [real(2, 4, 2)] },
    { f: (x) => x.slice(-1, 0, 7, 2), inputs: [real(2, 8)] },
    { f: (x) => x.slice(-1, 1, 8, 3), inputs: [real(2, 8)] },
    { f: (x) => x.slice(0, -2), inputs: [integers(0, 9, 5)] },
    { f: (x) => x.slice(0, 0, 4, 2), inputs: [flags(5)] },
  ],
  pad: [
    { f: (x) => x.pad({ before: [1], after: [2] }), inputs: [real(3)] },
    { f: (x) => x.pad({ before: [0, 2, 1, 0], after: [0, 0, 1, 1] }), inputs: [real(2, 2, 3, 2)] },
    { f: (x) => x.pad({ before: [0, 0, 0, 1, 0], after: [0, 1, 0, 0, 0] }), inputs: [real(1, 2, 1, 2, 1)] },
    { f: (x) => x.pad({ before: [1, 0], after: [0, 2] }), inputs: [integers(1, 9, 2, 2)] },
  ],
  matmul: [
    { f: (a, b) => a.matmul(b), inputs: [real(3, 4), real(4, 5)] },
    { f: (a, b) => a.matmul(b, { transposeA: true }), inputs: [real(4, 3), real(4, 5)] },
    { f: (a, b) => a.matmul(b, { transposeB: true }), inputs: [real(3, 4), real(5, 4)] },
    { f: (a, b) => a.matmul(b, { transposeA: true, transposeB: true }), inputs: [real(4, 3), real(5, 4)] },
    { f: (a, b) => a.matmul(b), inputs: [real(2, 3, 4), real(4, 5)] },
    { f: (a, b) => a.matmul(b, { transposeB: true }), inputs: [real(2, 3, 4), real(5, 4)] },
    { f: (a, b) => a.matmul(b), inputs: [real(3, 4), real(2, 4, 5)] },
    { f: (a, b) => a.matmul(b), inputs: [real(2, 1, 3, 4), real(3, 4, 2)] },
    { f: (a, b) => a.matmul(b, { transposeA: true }), inputs: [real(2, 3, 4, 2), real(2, 3, 4, 5)] },
    { f: (a, b) => a.matmul(b, { transposeA: true }), inputs: [real(2, 1, 4, 2), real(3, 4, 5)] },
    { f: (a, b) => a.matmul(b, { transposeB: true }), inputs: [real(2, 3, 2, 4), real(2, 1, 5, 4)] },
    { f: (a, b) => a.matmul(b, { transposeA: true, transposeB: true }), inputs: [real(2, 4, 3), real(2, 5, 4)] },
    { f: (a, b) => a.matmul(b), inputs: [real(1, 1), real(1, 1)] },
    { f: (a, b) => a.matmul(b), inputs: [real(40, 70), real(70, 33)] },
    { f: (a, b) => a.matmul(b, { transposeA: true }), inputs: [real(2, 64, 32), real(2, 64, 48)] },
  ],
  gather: [
    { f: (t, i) => t.gather(i), inputs: [real(5, 3), indices(5, 4)] },
    { f: (t, i) => t.gather(i), inputs: [real(5, 3), indices(5, 2, 3)] },
    { f: (t, i) => t.gather(i), inputs: [real(5), indices(5, 7)] },
    { f: (t, i) => t.gather(i), inputs: [real(5, 2, 2), indices(5)] },
    { f: (t, i) => t.gather(i), inputs: [integers(-9, 9, 5, 2), indices(5, 4)] },
    { f: (t, i) => t.gather(i), inputs: [flags(5), indices(5, 4)] },
  ],
  scatterAdd: [
    { f: (u, i) => u.scatterAdd(i, 5), inputs: [real(4, 3), indices(5, 4)] },
    { f: (u, i) => u.scatterAdd(i, 4), inputs: [real(2, 3, 2), indices(4, 2, 3)] },
    { f: (u, i) => u.scatterAdd(i, 3), inputs: [real(7), indices(3, 7)] },
    { f: (u, i) => u.scatterAdd(i, 3), inputs: [real(2, 2), indices(3)] },
    { f: (u, i) => u.scatterAdd(i, 2), inputs: [real(300, 3), indices(2, 300)] },
    { f: (u, i) => u.scatterAdd(i, 3), inputs: [integers(-9, 9, 7, 2), indices(3, 7)] },
  ],
  takeAlong: [
    { f: (x, i) => x.takeAlong(i), inputs: [real(3, 4), indices(4, 3, 2)] },
    { f: (x, i) => x.takeAlong(i), inputs: [real(2, 3, 4), indices(4, 2, 3, 1)] },
    { f: (x, i) => x.takeAlong(i), inputs: [real(4), indices(4, 6)] },
    { f: (x, i) => x.takeAlong(i), inputs: [integers(-9, 9, 2, 4), indices(4, 2, 3)] },
  ],
  putAlong: [
    { f: (u, i) => u.putAlong(i, 4), inputs: [real(3, 2), indices(4, 3, 2)] },
    { f: (u, i) => u.putAlong(i, 3), inputs: [real(2, 3, 5), indices(3, 2, 3, 5)] },
    { f: (u, i) => u.putAlong(i, 4), inputs: [real(6), indices(4, 6)] },
    { f: (u, i) => u.putAlong(i, 4), inputs: [integers(-9, 9, 2, 3), indices(4, 2, 3)] },
  ],
};

/** Moved by half the distance that `apart` keeps, so that two such samples share no value. */
function shifted(value: ReturnType<Sample>): ReturnType<Sample> {
  return { ...value, data: Float32Array.from(value.data, (v) => v + 0.05) };
}
