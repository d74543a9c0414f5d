import type { DType } from "../dtype.ts";
import { tensorErrors } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { at, broadcastShape, broadcastType, floatsOnly, type None, noGradient, type OpRow, op } from "./row.ts";

/** A function of one float; `slope` is dx from (dy, x, y). */
const unary = (slope: (dy: Tensor, x: Tensor, y: Tensor) => Tensor | null): OpRow<None> =>
  op({
    result: (inputs, _, name) => {
      floatsOnly(inputs, name);
      return at(inputs, 0);
    },
    gradient: ({ dy, y, inputs }) => [slope(dy, at(inputs, 0), y)],
  });

/** A function of two numbers of one dtype that broadcast; `slopes` are (da, db). */
const binary = (slopes: (dy: Tensor, a: Tensor, b: Tensor, y: Tensor) => readonly [Tensor, Tensor]): OpRow<None> =>
  op({
    result: (inputs, _, name) => broadcastType(inputs, name),
    gradient: ({ dy, y, inputs }) => slopes(dy, at(inputs, 0), at(inputs, 1), y),
  });

/** A question about two numbers. */
const comparison: OpRow<None> = op({
  result: (inputs, _, name) => ({ shape: broadcastType(inputs, name).shape, dtype: "bool" }),
  gradient: noGradient,
});

/** Elementwise operations. Operands broadcast; gradients are written for the broadcast shape and reduced elsewhere. */
export const elementwise = {
  neg: unary((dy) => dy.neg()),
  exp: unary((dy, _, y) => dy.mul(y)),
  log: unary((dy, x) => dy.div(x)),
  sqrt: unary((dy, _, y) => dy.div(y.mul(2))),
  sin: unary((dy, x) => dy.mul(x.cos())),
  cos: unary((dy, x) => dy.mul(x.sin()).neg()),
  tanh: unary((dy, _, y) => dy.mul(y.mul(y).neg().add(1))),
  sigmoid: unary((dy, _, y) => dy.mul(y.sub(y.mul(y)))),
  /** Gauss error function; its slope is 2/√π · e^(−x²). */
  erf: unary((dy, x) =>
    dy.mul(
      x
        .mul(x)
        .neg()
        .exp()
        .mul(2 / Math.sqrt(Math.PI)),
    ),
  ),
  /** Slope 0 at 0. */
  abs: unary((dy, x) => dy.mul(x.sign())),
  /** −1, 0 or 1. */
  sign: unary(() => null),
  floor: unary(() => null),
  /** Halves go to the even neighbour. */
  round: unary(() => null),
  add: binary((dy) => [dy, dy]),
  sub: binary((dy) => [dy, dy.neg()]),
  mul: binary((dy, a, b) => [dy.mul(b), dy.mul(a)]),
  /** i32 division drops the remainder. */
  div: binary((dy, _, b, y) => [dy.div(b), dy.mul(y).div(b).neg()]),
  /** At a tie the second operand takes the gradient. */
  maximum: binary((dy, a, b) => share(dy, b.less(a))),
  /** At a tie the second operand takes the gradient. */
  minimum: binary((dy, a, b) => share(dy, a.less(b))),
  less: comparison,
  equal: comparison,
  and: op<None>({
    result: (inputs, _, name) => {
      if (inputs.some((x) => x.dtype !== "bool"))
        throw tensorErrors.DTYPE_MISMATCH({ op: name, want: "bool", got: inputs.map((x) => x.dtype) });
      return broadcastType(inputs, name);
    },
    gradient: noGradient,
  }),
  /** `condition ? a : b`. */
  where: op<None>({
    result: (inputs, _, name) => {
      if (at(inputs, 0).dtype !== "bool")
        throw tensorErrors.DTYPE_MISMATCH({ op: name, want: "a bool condition", got: [at(inputs, 0).dtype] });
      return { shape: broadcastShape(inputs, name), dtype: broadcastType(inputs.slice(1), name).dtype };
    },
    gradient: ({ dy, inputs }) => [null, ...share(dy, at(inputs, 0))],
  }),
  /** f32 → i32 drops the fraction; bool is 0 or 1; non-zero is true. Gradients pass from float to float only. */
  cast: op<{ readonly to: DType }>({
    result: (inputs, { to }) => ({ shape: at(inputs, 0).shape, dtype: to }),
    gradient: ({ dy, inputs, attributes }) => [attributes.to === "f32" && at(inputs, 0).dtype === "f32" ? dy : null],
  }),
  /** The value itself; nothing flows back. */
  stopGradient: op<None>({ result: (inputs) => at(inputs, 0), gradient: noGradient }),
} as const;

/** `dy` to the first operand where `first` holds, to the second elsewhere. */
function share(dy: Tensor, first: Tensor): readonly [Tensor, Tensor] {
  return [first.select(dy, 0), first.select(0, dy)];
}
