import { tensorErrors } from "../errors.ts";
import { broadcast, plus, product, type Shape, sameShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { at, op } from "./row.ts";

export interface SliceAttributes {
  readonly axis: number;
  readonly start: number;
  /** Past the last element. */
  readonly end: number;
  readonly step: number;
}

export interface PadAttributes {
  /** Zeros before and after, per axis. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** Operations that move elements and compute nothing. */
export const movement = {
  reshape: op<{ readonly shape: Shape }>({
    result: (inputs, { shape }, name) => {
      const x = at(inputs, 0);
      if (product(x.shape) !== product(shape))
        throw tensorErrors.SHAPE_MISMATCH({ op: name, want: "as many elements as before", got: [x.shape, shape] });
      return { shape, dtype: x.dtype };
    },
    gradient: ({ dy, inputs }) => [dy.reshape(at(inputs, 0).shape)],
  }),
  transpose: op<{ readonly order: readonly number[] }>({
    result: (inputs, { order }, name) => {
      const { shape, dtype } = at(inputs, 0);
      if (
        !sameShape(
          [...order].sort((a, b) => a - b),
          [...shape.keys()],
        )
      )
        throw tensorErrors.SHAPE_MISMATCH({ op: name, want: `an order of all axes, not ${order}`, got: [shape] });
      return { shape: order.map((i) => at(shape, i)), dtype };
    },
    gradient: ({ dy, attributes: { order } }) => [dy.transpose(order.map((_, i) => order.indexOf(i)))],
  }),
  /** Repeats dimensions of 1 up to `shape`. */
  expand: op<{ readonly shape: Shape }>({
    result: (inputs, { shape }, name) => {
      const x = at(inputs, 0);
      const wide = broadcast(x.shape, shape);
      if (!wide || !sameShape(wide, shape))
        throw tensorErrors.SHAPE_MISMATCH({ op: name, want: "a shape that broadcasts up", got: [x.shape, shape] });
      return { shape, dtype: x.dtype };
    },
    gradient: ({ dy }) => [dy],
  }),
  concat: op<{ readonly axis: number }>({
    result: (inputs, { axis }, name) => {
      const { shape, dtype } = at(inputs, 0);
      if (inputs.some((x) => x.dtype !== dtype || !sameShape(without(x.shape, axis), without(shape, axis))))
        throw tensorErrors.SHAPE_MISMATCH({
          op: name,
          want: `pieces alike but for axis ${axis}`,
          got: inputs.map((x) => x.shape),
        });
      const total = inputs.map((x) => at(x.shape, axis)).reduce(plus);
      return { shape: shape.map((d, i) => (i === axis ? total : d)), dtype };
    },
    gradient: ({ dy, inputs, attributes: { axis } }) => {
      let start = 0;
      return inputs.map((x) => {
        const from = start;
        start += staticDim(x.shape, axis, "the gradient of concat");
        return dy.slice(axis, from, start);
      });
    },
  }),
  slice: op<SliceAttributes>({
    result: (inputs, { axis, start, end, step }, name) => {
      const { shape, dtype } = at(inputs, 0);
      const size = staticDim(shape, axis, name);
      if (start < 0 || end > size || start >= end || step < 1)
        throw tensorErrors.SHAPE_MISMATCH({ op: name, want: `${start}…${end} within axis ${axis}`, got: [shape] });
      return { shape: shape.map((d, i) => (i === axis ? Math.ceil((end - start) / step) : d)), dtype };
    },
    gradient: ({ dy, inputs, attributes }) => [sliceGradient(dy, at(inputs, 0).shape, attributes)],
  }),
  pad: op<PadAttributes>({
    result: (inputs, { before, after }) => {
      const { shape, dtype } = at(inputs, 0);
      return { shape: shape.map((d, i) => addDim(d, at(before, i) + at(after, i))), dtype };
    },
    gradient: ({ dy, inputs, attributes: { before } }) => [
      at(inputs, 0).shape.reduce<typeof dy>(
        (g, d, i) => (g.shape[i] === d ? g : g.slice(i, at(before, i), at(before, i) + Number(d))),
        dy,
      ),
    ],
  }),
} as const;

/** A strided slice is undone by spreading `dy` with zeros between, then padding both ends. */
function sliceGradient(dy: Tensor, shape: Shape, { axis, start, step }: SliceAttributes) {
  const size = staticDim(shape, axis, "the gradient of slice");
  const count = staticDim(dy.shape, axis, "the gradient of slice");
  const pads = (before: number, after: number, rank: number, where: number) => ({
    before: Array.from({ length: rank }, (_, i) => (i === where ? before : 0)),
    after: Array.from({ length: rank }, (_, i) => (i === where ? after : 0)),
  });
  if (step === 1) return dy.pad(pads(start, size - start - count, shape.length, axis));
  const apart = [...dy.shape.slice(0, axis + 1), 1, ...dy.shape.slice(axis + 1)];
  const spaced = dy
    .reshape(apart)
    .pad(pads(0, step - 1, shape.length + 1, axis + 1))
    .reshape(dy.shape.map((d, i) => (i === axis ? count * step : d)));
  const rest = size - start - count * step;
  const cut = rest < 0 ? spaced.slice(axis, 0, count * step + rest) : spaced;
  return cut.pad(pads(start, Math.max(rest, 0), shape.length, axis));
}

const without = (shape: Shape, axis: number): Shape => shape.filter((_, i) => i !== axis);

const addDim = (d: Shape[number], extra: number) => (extra === 0 ? d : plus(d, extra));

export function staticDim(shape: Shape, axis: number, op: string): number {
  const d = shape[axis];
  if (typeof d !== "number") throw tensorErrors.NAMED_DIMENSION({ op, shape });
  return d;
}
