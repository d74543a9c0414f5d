import { allocate, type DType, i32, type Shape, sizeOf, type Tensor } from "../../tensor/index.ts";
import type { OpAttributes, OpName } from "../../tensor/ops/set.ts";
import { type Emitter, MICROSOFT } from "./emitter.ts";
import { elementTypes } from "./proto.ts";

interface LowerContext<A> {
  readonly emit: Emitter;
  /** Names of the operands' values. */
  readonly inputs: readonly string[];
  readonly attributes: A;
  /** The primitive's call: operand and result types. */
  readonly x: Tensor;
}

/** Emits the nodes of one primitive and returns the name of its value. */
export type Lower<A> = (context: LowerContext<A>) => string;

/** The primitive is one ONNX operator without attributes. */
const plain =
  (op: string): Lower<unknown> =>
  ({ emit, inputs }) =>
    emit.node(op, inputs);

const int32 = (emit: Emitter, name: string) => emit.node("Cast", [name], { to: elementTypes.i32 });

const reduction =
  (op: string): Lower<OpAttributes["sum"]> =>
  ({ emit, inputs, attributes: { axes } }) =>
    axes.length === 0 ? (inputs[0] as string) : emit.node(op, [...inputs, emit.integers(axes)], { keepdims: 1 });

/** How to write each primitive; inputs are placed by the compiler. */
export type Lowering = { readonly [K in Exclude<OpName, "input">]: Lower<OpAttributes[K]> };

/** How each primitive is written in ONNX. */
export const lower: Lowering = {
  constant: ({ emit, attributes: { value } }) => emit.constant(value),
  neg: plain("Neg"),
  exp: plain("Exp"),
  log: plain("Log"),
  sqrt: plain("Sqrt"),
  sin: plain("Sin"),
  cos: plain("Cos"),
  tanh: plain("Tanh"),
  sigmoid: plain("Sigmoid"),
  erf: plain("Erf"),
  abs: plain("Abs"),
  sign: plain("Sign"),
  floor: plain("Floor"),
  round: plain("Round"),
  add: plain("Add"),
  sub: plain("Sub"),
  mul: plain("Mul"),
  div: plain("Div"),
  maximum: plain("Max"),
  minimum: plain("Min"),
  less: plain("Less"),
  equal: plain("Equal"),
  and: plain("And"),
  where: ({ emit, inputs, x }) =>
    x.dtype === "bool" ? chooseFlags(emit, inputs as Three) : emit.node("Where", inputs),
  cast: ({ emit, inputs, attributes: { to } }) => emit.node("Cast", inputs, { to: elementTypes[to] }),
  stopGradient: ({ inputs }) => inputs[0] as string,
  sum: reduction("ReduceSum"),
  max: reduction("ReduceMax"),
  argMax: ({ emit, inputs, attributes: { axis } }) => int32(emit, emit.node("ArgMax", inputs, { axis, keepdims: 0 })),
  topK: ({ emit, inputs, attributes: { k } }) =>
    int32(emit, emit.result("TopK", 1, [...inputs, emit.integers([k])], { axis: -1, sorted: 1 })),
  cumsum: ({ emit, inputs, x }) => emit.node("CumSum", [...inputs, emit.integers(x.rank - 1)]),
  reshape: ({ emit, inputs, attributes: { shape }, x }) => reshape(emit, inputs[0] as string, operandShape(x), shape),
  transpose: ({ emit, inputs, attributes: { order } }) => emit.node("Transpose", inputs, { perm: order }),
  expand: ({ emit, inputs, attributes: { shape }, x }) => emit.node("Expand", [...inputs, expandDims(emit, x, shape)]),
  concat: ({ emit, inputs, attributes: { axis } }) => emit.node("Concat", inputs, { axis }),
  slice: ({ emit, inputs, attributes: { axis, start, end, step } }) =>
    emit.node("Slice", [...inputs, ...[[start], [end], [axis], [step]].map((v) => emit.integers(v))]),
  pad: ({ emit, inputs, attributes: { before, after } }) =>
    emit.node("Pad", [...inputs, emit.integers([...before, ...after])]),
  matmul: ({ emit, inputs, attributes: { transposeA, transposeB } }) =>
    transposeA || transposeB
      ? emit.node("FusedMatMul", inputs, { transA: Number(transposeA), transB: Number(transposeB) }, MICROSOFT)
      : emit.node("MatMul", inputs),
  gather: ({ emit, inputs }) => emit.node("Gather", inputs, { axis: 0 }),
  scatterAdd: ({ emit, inputs, x }) => scatterRows(emit, inputs as Two, x),
  takeAlong: ({ emit, inputs }) => emit.node("GatherElements", inputs, { axis: -1 }),
  putAlong: ({ emit, inputs: [updates, indices], x }) =>
    emit.node("ScatterElements", [zeros(emit, x.dtype, x.shape.map(Number)), indices as string, updates as string], {
      axis: -1,
      reduction: "add",
    }),
};

type Two = readonly [string, string];
type Three = readonly [string, string, string];

/** onnxruntime has no Where for bool. */
const chooseFlags = (emit: Emitter, [condition, a, b]: Three): string =>
  emit.node("Or", [emit.node("And", [condition, a]), emit.node("And", [emit.node("Not", [condition]), b])]);

/**
 * Element by element. Whole rows by ScatterND would be shorter, but with several threads onnxruntime 1.30 adds rows of
 * one place at the same time and loses some.
 */
function scatterRows(emit: Emitter, [updates, indices]: Two, x: Tensor): string {
  const width = sizeOf(x.shape.slice(1).map(Number));
  const column = emit.node("Reshape", [indices, emit.integers([-1, 1])]);
  const starts = emit.node("Mul", [column, emit.constant(i32([width], []))]);
  const within = emit.constant(
    i32(
      Int32Array.from({ length: width }, (_, i) => i),
      [width],
    ),
  );
  const places = emit.node("Reshape", [emit.node("Add", [starts, within]), emit.integers([-1])]);
  const values = emit.node("Reshape", [updates, emit.integers([-1])]);
  const empty = zeros(emit, x.dtype, [Number(x.shape[0]) * width]);
  const sums = emit.node("ScatterElements", [empty, places, values], { axis: 0, reduction: "add" });
  return emit.node("Reshape", [sums, emit.integers(x.shape.map(Number))]);
}

/** Zeros that sums are scattered into. */
function zeros(emit: Emitter, dtype: DType, shape: readonly number[]): string {
  const zero = emit.constant({ dtype, shape: [], data: allocate(dtype, 1) });
  return emit.node("Expand", [zero, emit.integers(shape)]);
}

/** ONNX's target shape: 1 keeps the operand's dimension, so only a name that repeats a 1 must be looked up. */
function expandDims(emit: Emitter, x: Tensor, shape: Shape): string {
  const from = operandShape(x);
  const kept = shape.map((d, i) => (d === from[i - shape.length + from.length] ? 1 : d));
  return emit.sizes(kept);
}

const operandShape = (x: Tensor): Shape => (x.inputs[0] as Tensor).shape;

/** Names may move in any number when only axes of 1 come in; else one is what is left, and more are looked up. */
function reshape(emit: Emitter, x: string, from: Shape, to: Shape): string {
  const added = addedOnes(from, to);
  if (added) return emit.node("Unsqueeze", [x, emit.integers(added)]);
  const dims = to.map((d, i) => (typeof d === "number" ? d : from[i] === d ? 0 : -1)); // 0 copies the one at its place
  const plainly = dims.filter((d) => d === -1).length <= 1 && !to.includes(0);
  if (plainly) return emit.node("Reshape", [x, emit.integers(dims)]);
  return emit.node("Reshape", [x, emit.sizes(to)], { allowzero: 1 });
}

/** The axes of 1 that `to` has beyond `from`, if nothing else differs: any number of named dimensions may move then. */
function addedOnes(from: Shape, to: Shape): readonly number[] | undefined {
  const axes: number[] = [];
  for (const [at, d] of to.entries()) {
    if (d === from[at - axes.length]) continue;
    if (d !== 1) return undefined;
    axes.push(at);
  }
  return axes.length > 0 && to.length - axes.length === from.length ? axes : undefined;
}
