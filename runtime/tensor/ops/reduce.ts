import { tensorErrors } from "../errors.ts";
import { axisAt, type Shape } from "../shape.ts";
import { at, floatsOnly, noGradient, op, type TensorType } from "./row.ts";

export interface ReduceAttributes {
  /** Distinct axes, 0 … rank−1, ascending. They stay as dimensions of 1. */
  readonly axes: readonly number[];
}

export interface AxisAttributes {
  readonly axis: number;
}

/** Reductions and scans. Reduced axes stay as dimensions of 1; a method drops them by a reshape. */
export const reduce = {
  sum: op<ReduceAttributes>({
    result: reduced,
    gradient: ({ dy, inputs }) => [dy.expand(at(inputs, 0).shape)],
  }),
  /** Equal maxima share the gradient. */
  max: op<ReduceAttributes>({
    result: reduced,
    gradient: ({ dy, y, inputs, attributes }) => {
      const hit = at(inputs, 0).equal(y).cast("f32");
      return [hit.mul(dy).div(hit.sum(attributes.axes, { keep: true }))];
    },
  }),
  /** Index of the largest along `axis`, which leaves the shape; the first of equals. */
  argMax: op<AxisAttributes>({
    result: (inputs, { axis }, name) => {
      floatsOnly(inputs, name);
      return { shape: at(inputs, 0).shape.filter((_, i) => i !== axis), dtype: "i32" };
    },
    gradient: noGradient,
  }),
  /** Indices of the `k` largest along the last axis, largest first; of equals the lower index first. */
  topK: op<{ readonly k: number }>({
    result: (inputs, { k }, name) => {
      floatsOnly(inputs, name);
      const { shape } = at(inputs, 0);
      const last = shape.at(-1);
      if (typeof last !== "number" || k < 1 || k > last)
        throw tensorErrors.SHAPE_MISMATCH({ op: name, want: `a last axis of at least ${k}`, got: [shape] });
      return { shape: [...shape.slice(0, -1), k], dtype: "i32" };
    },
    gradient: noGradient,
  }),
  /** Running sum along the last axis, each element included. */
  cumsum: op({
    result: (inputs, _, name) => {
      floatsOnly(inputs, name);
      return at(inputs, 0);
    },
    gradient: ({ dy }) => [dy.sum([-1], { keep: true }).sub(dy.cumsum()).add(dy)],
  }),
} as const;

function reduced(inputs: readonly TensorType[], { axes }: ReduceAttributes, name: string): TensorType {
  const { shape, dtype } = at(inputs, 0);
  floatsOnly(inputs, name);
  if (axes.some((a) => axisAt(a, shape.length) !== a))
    throw tensorErrors.SHAPE_MISMATCH({ op: name, want: `axes ${axes.join(", ")} to exist`, got: [shape] });
  return { shape: keepOnes(shape, axes), dtype };
}

const keepOnes = (shape: Shape, axes: readonly number[]): Shape => shape.map((d, i) => (axes.includes(i) ? 1 : d));
