import type * as tfjs from "@tensorflow/tfjs";
import { broadcast, type DType, sameShape, sizeOf } from "../../tensor/index.ts";
import type { OpAttributes, OpName } from "../../tensor/ops/set.ts";
import type { Sizes } from "../inputs.ts";

export type Tf = typeof tfjs;
type T = tfjs.Tensor;

export interface InterpretContext<A> {
  readonly tf: Tf;
  /** The operands, as many as the primitive has. */
  readonly inputs: readonly [T, T, T, ...T[]];
  readonly attributes: A;
  readonly sizes: Sizes;
}

/** Computes one primitive. */
export type Interpret<A> = (context: InterpretContext<A>) => T;

const unary =
  (
    name:
      | "neg"
      | "exp"
      | "log"
      | "sqrt"
      | "sin"
      | "cos"
      | "tanh"
      | "sigmoid"
      | "erf"
      | "abs"
      | "sign"
      | "floor"
      | "round",
  ): Interpret<unknown> =>
  ({ tf, inputs: [x] }) =>
    tf[name](x);

const binary =
  (name: "add" | "sub" | "mul" | "maximum" | "minimum" | "less" | "equal" | "logicalAnd"): Interpret<unknown> =>
  ({ tf, inputs: [a, b] }) =>
    tf[name](a, b);

/** What each primitive means, said in tfjs. `input` is placed by the driver. */
export const interpret: { readonly [K in Exclude<OpName, "input">]: Interpret<OpAttributes[K]> } = {
  constant: ({ tf, attributes: { value } }) => tf.tensor(value.data, [...value.shape], tfTypes[value.dtype]),
  neg: unary("neg"),
  exp: unary("exp"),
  log: unary("log"),
  sqrt: unary("sqrt"),
  sin: unary("sin"),
  cos: unary("cos"),
  tanh: unary("tanh"),
  sigmoid: unary("sigmoid"),
  erf: unary("erf"),
  abs: unary("abs"),
  sign: unary("sign"),
  floor: unary("floor"),
  round: unary("round"),
  add: binary("add"),
  sub: binary("sub"),
  mul: binary("mul"),
  div: ({ tf, inputs: [a, b] }) => (a.dtype === "int32" ? divideIntegers(tf, a, b) : tf.div(a, b)),
  maximum: binary("maximum"),
  minimum: binary("minimum"),
  less: binary("less"),
  equal: binary("equal"),
  and: binary("logicalAnd"),
  where: ({ tf, inputs: [condition, a, b] }) => {
    const shape = [condition, a, b].map((x) => x.shape).reduce((s, t) => broadcast(s, t) as number[]);
    const [wide, wideA, wideB] = [condition, a, b].map((x) => expand(tf, x, shape)) as [T, T, T];
    if (a.dtype !== "bool") return tf.where(wide, wideA, wideB); // on wasm it writes past the end of flags
    return tf.logicalOr(tf.logicalAnd(wide, wideA), tf.logicalAnd(tf.logicalNot(wide), wideB));
  },
  cast: ({ tf, inputs: [x], attributes: { to } }) =>
    to === "bool" ? tf.notEqual(x, tf.zerosLike(x)) : tf.cast(x, tfTypes[to]),
  stopGradient: ({ inputs: [x] }) => x,
  sum: ({ tf, inputs: [x], attributes: { axes } }) => {
    const shape = x.shape.map((d, i) => (axes.includes(i) ? 1 : d));
    if (x.size === 0) return tf.zeros(shape); // the wasm backend leaves a sum of nothing unwritten
    return axes.length === 0 ? x : tf.sum(x, [...axes], true);
  },
  max: ({ tf, inputs: [x], attributes: { axes } }) => (axes.length === 0 ? x : tf.max(x, [...axes], true)),
  argMax: ({ tf, inputs: [x], attributes: { axis } }) => tf.argMax(x, axis),
  topK: ({ tf, inputs: [x], attributes: { k } }) => tf.topk(x, k, true).indices,
  cumsum: ({ tf, inputs: [x] }) => tf.cumsum(x, x.rank - 1),
  reshape: ({ tf, inputs: [x], attributes: { shape }, sizes }) => tf.reshape(x, shape.map(sizes)),
  transpose: ({ tf, inputs: [x], attributes: { order } }) => tf.transpose(x, [...order]),
  expand: ({ tf, inputs: [x], attributes: { shape }, sizes }) => expand(tf, x, shape.map(sizes)),
  concat: ({ tf, inputs, attributes: { axis } }) => tf.concat([...inputs], axis),
  slice: ({ tf, inputs: [x], attributes: { axis, start, end, step } }) =>
    tf.gather(x, tf.range(start, end, step, "int32"), axis),
  pad: ({ tf, inputs: [x], attributes: { before, after } }) => {
    const pads = before.map((n, i): [number, number] => [n, after[i] as number]);
    return x.rank === 0 ? x : tf.pad(x, pads);
  },
  matmul: ({ tf, inputs: [a, b], attributes: { transposeA, transposeB } }) => {
    const batch = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2)) as readonly number[];
    const [wideA, wideB] = [a, b].map((x) => expand(tf, x, [...batch, ...x.shape.slice(-2)])) as [T, T];
    if (a.size > 0 && b.size > 0) return tf.matMul(wideA, wideB, transposeA, transposeB);
    return tf.zeros([...batch, a.shape.at(transposeA ? -1 : -2) ?? 0, b.shape.at(transposeB ? -2 : -1) ?? 0]);
  },
  gather: ({ tf, inputs: [table, indices] }) => tf.gather(table, indices as tfjs.Tensor1D),
  scatterAdd: ({ tf, inputs: [updates, indices], attributes: { rows } }) =>
    sumInto(tf, updates, indices, [rows, ...updates.shape.slice(indices.rank)]),
  takeAlong: ({ tf, inputs: [x, indices] }) => tf.gather(tf.reshape(x, [x.size]), flatIndices(tf, indices, x.shape)),
  putAlong: ({ tf, inputs: [updates, indices], attributes: { size } }) => {
    const shape = [...updates.shape.slice(0, -1), size];
    const places = flatIndices(tf, indices, shape);
    return tf.reshape(sumInto(tf, updates, places, [sizeOf(shape)]), shape);
  },
};

export const tfTypes = { f32: "float32", i32: "int32", bool: "bool" } as const satisfies Record<DType, string>;

/**
 * tfjs's own quotient goes down, ours towards zero. Its `abs`, and on wasm its quotient, pass through float32: hence
 * `maximum`, and the second division, of what the first one left.
 */
function divideIntegers(tf: Tf, a: T, b: T): T {
  const [sizeA, sizeB] = [a, b].map((x) => tf.maximum(x, tf.sub(tf.zerosLike(x), x))) as [T, T];
  const close = tf.floorDiv(sizeA, sizeB);
  const rest = tf.sub(sizeA, tf.mul(close, sizeB));
  return tf.mul(tf.add(close, tf.floorDiv(rest, sizeB)), tf.mul(tf.sign(a), tf.sign(b)));
}

/** `broadcastTo` gives a dimension of 1 where 0 was asked for. */
const expand = (tf: Tf, x: T, shape: readonly number[]): T => {
  if (sameShape(x.shape, shape)) return x;
  return shape.includes(0) ? tf.zeros([...shape], x.dtype) : tf.broadcastTo(x, [...shape]);
};

/** `updates [I…, …]` summed at `indices [I…]` of the first axis. */
function sumInto(tf: Tf, updates: T, indices: T, shape: readonly number[]): T {
  if (updates.size === 0) return tf.zeros([...shape], updates.dtype);
  const rows = tf.reshape(updates, [indices.size, ...shape.slice(1)]);
  return tf.scatterND(tf.reshape(indices, [indices.size, 1]), rows, [...shape]);
}

/** Places along the last axis of `shape` as places among all its elements. */
function flatIndices(tf: Tf, indices: T, shape: readonly number[]): tfjs.Tensor1D {
  const rows = tf.range(0, sizeOf(shape.slice(0, -1)), 1, "int32");
  const starts = tf.mul(rows, tf.scalar(shape.at(-1) as number, "int32"));
  return tf.add(indices, tf.reshape(starts, [...shape.slice(0, -1), 1]));
}
