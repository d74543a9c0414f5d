import { type DType, f32, type HostTensor, i32 } from "./dtype.ts";
import { tensorErrors } from "./errors.ts";
import { ops } from "./ops/index.ts";
import type { PadAttributes } from "./ops/movement.ts";
import type { GradientContext, OpRow, TensorType } from "./ops/row.ts";
import type { OpAttributes, OpName } from "./ops/set.ts";
import { axisAt, type Dim, product, type Shape, show } from "./shape.ts";

/** A function's name, arguments and settings, kept on the tensor that its body computed. */
export interface Call {
  readonly name: string;
  readonly inputs: readonly Tensor[];
  readonly attributes: Readonly<Record<string, unknown>>;
  /** A shorter gradient than the body's own, in primitives and functions. */
  readonly gradient:
    | ((context: GradientContext<Readonly<Record<string, unknown>>>) => readonly (Tensor | null)[])
    | undefined;
}

type Operand = Tensor | number;

/**
 * A symbolic tensor: one call of a primitive over other tensors. It owns no memory and never changes. Operands
 * broadcast as in NumPy; numbers stand for constants of the other operand's dtype. Every method throws
 * TENSOR_SHAPE_MISMATCH or TENSOR_DTYPE_MISMATCH when its operands do not fit.
 */
export class Tensor {
  readonly shape: Shape;
  readonly dtype: DType;

  private constructor(
    readonly op: OpName,
    readonly inputs: readonly Tensor[],
    readonly attributes: OpAttributes[OpName],
    type: TensorType,
    readonly call?: Call,
  ) {
    this.shape = type.shape;
    this.dtype = type.dtype;
  }

  /** The result of primitive `name`; every method below comes here. */
  static of<K extends OpName>(name: K, inputs: readonly Tensor[], attributes: OpAttributes[K]): Tensor {
    const row = ops[name] as OpRow<OpAttributes[K]>;
    return new Tensor(name, inputs, attributes, row.result(inputs, attributes, name));
  }

  /** This same value, known also as the result of a named function. */
  named(call: Call): Tensor {
    return new Tensor(this.op, this.inputs, this.attributes, this, call);
  }

  get rank(): number {
    return this.shape.length;
  }

  neg(): Tensor {
    return Tensor.of("neg", [this], {});
  }
  exp(): Tensor {
    return Tensor.of("exp", [this], {});
  }
  log(): Tensor {
    return Tensor.of("log", [this], {});
  }
  sqrt(): Tensor {
    return Tensor.of("sqrt", [this], {});
  }
  sin(): Tensor {
    return Tensor.of("sin", [this], {});
  }
  cos(): Tensor {
    return Tensor.of("cos", [this], {});
  }
  tanh(): Tensor {
    return Tensor.of("tanh", [this], {});
  }
  sigmoid(): Tensor {
    return Tensor.of("sigmoid", [this], {});
  }
  erf(): Tensor {
    return Tensor.of("erf", [this], {});
  }
  abs(): Tensor {
    return Tensor.of("abs", [this], {});
  }
  sign(): Tensor {
    return Tensor.of("sign", [this], {});
  }
  floor(): Tensor {
    return Tensor.of("floor", [this], {});
  }
  round(): Tensor {
    return Tensor.of("round", [this], {});
  }
  square(): Tensor {
    return this.mul(this);
  }
  reciprocal(): Tensor {
    return constantLike(1, this).div(this);
  }

  add(b: Operand): Tensor {
    return Tensor.of("add", [this, operand(b, this)], {});
  }
  sub(b: Operand): Tensor {
    return Tensor.of("sub", [this, operand(b, this)], {});
  }
  mul(b: Operand): Tensor {
    return Tensor.of("mul", [this, operand(b, this)], {});
  }
  div(b: Operand): Tensor {
    return Tensor.of("div", [this, operand(b, this)], {});
  }
  maximum(b: Operand): Tensor {
    return Tensor.of("maximum", [this, operand(b, this)], {});
  }
  minimum(b: Operand): Tensor {
    return Tensor.of("minimum", [this, operand(b, this)], {});
  }
  less(b: Operand): Tensor {
    return Tensor.of("less", [this, operand(b, this)], {});
  }
  greater(b: Operand): Tensor {
    return Tensor.of("less", [operand(b, this), this], {});
  }
  equal(b: Operand): Tensor {
    return Tensor.of("equal", [this, operand(b, this)], {});
  }
  and(b: Tensor): Tensor {
    return Tensor.of("and", [this, b], {});
  }
  cast(to: DType): Tensor {
    return to === this.dtype ? this : Tensor.of("cast", [this], { to });
  }
  stopGradient(): Tensor {
    return Tensor.of("stopGradient", [this], {});
  }

  /** Elementwise `this ? a : b`; this is bool. At least one of `a` and `b` is a tensor. */
  select(a: Operand, b: Operand): Tensor {
    const like = a instanceof Tensor ? a : (b as Tensor);
    return Tensor.of("where", [this, operand(a, like), operand(b, like)], {});
  }

  sum(axes?: readonly number[], options?: Keep): Tensor {
    return this.#reduce("sum", axes, options);
  }
  max(axes?: readonly number[], options?: Keep): Tensor {
    return this.#reduce("max", axes, options);
  }

  /** Mean over static `axes` (default: all). */
  mean(axes?: readonly number[], options?: Keep): Tensor {
    const count = this.#axes("mean", axes).reduce((n, a) => n * this.#size("mean", a), 1);
    return this.sum(axes, options).mul(1 / count);
  }

  argMax(axis: number): Tensor {
    return Tensor.of("argMax", [this], { axis: this.#axis("argMax", axis) });
  }
  topK(k: number): Tensor {
    return Tensor.of("topK", [this], { k });
  }
  cumsum(): Tensor {
    return Tensor.of("cumsum", [this], {});
  }

  reshape(shape: Shape): Tensor {
    return Tensor.of("reshape", [this], { shape });
  }
  expand(shape: Shape): Tensor {
    return Tensor.of("expand", [this], { shape });
  }
  pad(pads: PadAttributes): Tensor {
    return Tensor.of("pad", [this], pads);
  }

  /** Axes in the given order; by default the last two change places. */
  transpose(order?: readonly number[]): Tensor {
    const n = this.rank;
    const swapped = () => this.shape.map((_, i) => (i === n - 1 ? n - 2 : i === n - 2 ? n - 1 : i));
    return Tensor.of("transpose", [this], { order: order ?? swapped() });
  }

  /** Elements `start`, `start + step`, … before `end` of one static axis; negative positions count from the end. */
  slice(axis: number, start: number, end?: number, step = 1): Tensor {
    const at = this.#axis("slice", axis);
    const size = this.#size("slice", at);
    const place = (i: number) => (i < 0 ? i + size : i);
    return Tensor.of("slice", [this], {
      axis: at,
      start: place(start),
      end: end === undefined ? size : place(end),
      step,
    });
  }

  /** A new axis of 1 before `axis`. */
  unsqueeze(axis: number): Tensor {
    const at = axis < 0 ? axis + this.rank + 1 : axis;
    return this.reshape([...this.shape.slice(0, at), 1, ...this.shape.slice(at)]);
  }

  /**
   * Matrix product over the last two axes, either operand taken transposed. Many rows times one matrix is computed as
   * a single product.
   */
  matmul(b: Tensor, { transposeA = false, transposeB = false } = {}): Tensor {
    const attributes = { transposeA, transposeB };
    const rows = product(this.shape.slice(0, -1));
    const flatten = !transposeA && this.rank > 2 && b.rank === 2 && !String(rows).includes("*");
    if (!flatten) return Tensor.of("matmul", [this, b], attributes);
    const flat = Tensor.of("matmul", [this.reshape([rows, this.shape.at(-1) as Dim]), b], attributes);
    return flat.reshape([...this.shape.slice(0, -1), flat.shape.at(-1) as Dim]);
  }

  gather(indices: Tensor): Tensor {
    return Tensor.of("gather", [this, indices], {});
  }
  scatterAdd(indices: Tensor, rows: number): Tensor {
    return Tensor.of("scatterAdd", [this, indices], { rows });
  }
  takeAlong(indices: Tensor): Tensor {
    return Tensor.of("takeAlong", [this, indices], {});
  }
  putAlong(indices: Tensor, size: number): Tensor {
    return Tensor.of("putAlong", [this, indices], { size });
  }

  #reduce(name: "sum" | "max", given: readonly number[] | undefined, { keep = false }: Keep = {}): Tensor {
    const axes = this.#axes(name, given);
    const kept = Tensor.of(name, [this], { axes });
    return keep || axes.length === 0 ? kept : kept.reshape(kept.shape.filter((_, i) => !axes.includes(i)));
  }

  #axes(name: string, axes: readonly number[] | undefined): readonly number[] {
    if (axes === undefined) return [...this.shape.keys()];
    return axes.map((a) => this.#axis(name, a)).sort((a, b) => a - b);
  }

  #axis(name: string, axis: number): number {
    const at = axisAt(axis, this.rank);
    if (at === undefined)
      throw tensorErrors.SHAPE_MISMATCH({ op: name, want: `axis ${axis} to exist`, got: [this.shape] });
    return at;
  }

  #size(name: string, axis: number): number {
    const size = this.shape[axis];
    if (typeof size !== "number") throw tensorErrors.NAMED_DIMENSION({ op: name, shape: this.shape });
    return size;
  }

  toString(): string {
    return `${this.op}: ${this.dtype}${show(this.shape)}`;
  }
}

interface Keep {
  /** Reduced axes stay as dimensions of 1. Default false. */
  readonly keep?: boolean;
}

/** A value that the program is given by name when it runs. */
export const input = (name: string, shape: Shape, dtype: DType = "f32"): Tensor =>
  Tensor.of("input", [], { name, shape, dtype });

/** A value fixed in the program. */
export const constant = (value: HostTensor): Tensor => Tensor.of("constant", [], { value });

/** One number. */
export const scalar = (value: number, dtype: "f32" | "i32" = "f32"): Tensor =>
  constant(dtype === "f32" ? f32([value], []) : i32([value], []));

/** i32 `[0, 1, … n−1]`. */
export const range = (n: number): Tensor =>
  constant(
    i32(
      Int32Array.from({ length: n }, (_, i) => i),
      [n],
    ),
  );

/** The pieces one after the other along `axis`. */
export function concat(pieces: readonly Tensor[], axis: number): Tensor {
  const first = pieces[0];
  if (!first) throw tensorErrors.SHAPE_MISMATCH({ op: "concat", want: "at least one piece", got: [] });
  const at = axisAt(axis, first.rank);
  if (at === undefined)
    throw tensorErrors.SHAPE_MISMATCH({ op: "concat", want: `axis ${axis} to exist`, got: [first.shape] });
  return pieces.length === 1 ? first : Tensor.of("concat", pieces, { axis: at });
}

const operand = (x: Operand, like: Tensor): Tensor => (x instanceof Tensor ? x : constantLike(x, like));

const constantLike = (x: number, like: Tensor): Tensor => scalar(x, like.dtype === "i32" ? "i32" : "f32");
