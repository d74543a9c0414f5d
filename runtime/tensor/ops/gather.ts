import { tensorErrors } from "../errors.ts";
import { sameShape } from "../shape.ts";
import { staticDim } from "./movement.ts";
import { at, type None, op, type TensorType } from "./row.ts";

/** Operations that read or write at given places. Indices are i32 and lie within range; that is the caller's duty. */
export const gather = {
  /** Rows of `table [N, …]` at `indices [I…]` → `[I…, …]`. */
  gather: op<None>({
    result: (inputs, _, name) => {
      const [table, indices] = [at(inputs, 0), indexType(at(inputs, 1), name)];
      return { shape: [...indices.shape, ...table.shape.slice(1)], dtype: table.dtype };
    },
    gradient: ({ dy, inputs }) => [
      dy.scatterAdd(at(inputs, 1), staticDim(at(inputs, 0).shape, 0, "the gradient of gather")),
      null,
    ],
  }),
  /** `updates [I…, …]` summed into `rows` rows at `indices [I…]` → `[rows, …]`; rows not named are zero. */
  scatterAdd: op<{ readonly rows: number }>({
    result: (inputs, { rows }, name) => {
      const [updates, indices] = [at(inputs, 0), indexType(at(inputs, 1), name)];
      const rank = indices.shape.length;
      if (!sameShape(updates.shape.slice(0, rank), indices.shape))
        throw tensorErrors.SHAPE_MISMATCH({
          op: name,
          want: "updates that start with the indices' shape",
          got: [updates.shape, indices.shape],
        });
      return { shape: [rows, ...updates.shape.slice(rank)], dtype: updates.dtype };
    },
    gradient: ({ dy, inputs }) => [dy.gather(at(inputs, 1)), null],
  }),
  /** Along the last axis: `x [A…, N]` at `indices [A…, K]` → `[A…, K]`. */
  takeAlong: op<None>({
    result: (inputs, _, name) => {
      const [x, indices] = [at(inputs, 0), indexType(at(inputs, 1), name)];
      sameLeading(x, indices, name);
      return { shape: indices.shape, dtype: x.dtype };
    },
    gradient: ({ dy, inputs }) => {
      const size = staticDim(at(inputs, 0).shape, at(inputs, 0).shape.length - 1, "the gradient of takeAlong");
      return [dy.putAlong(at(inputs, 1), size), null];
    },
  }),
  /** Along the last axis: `updates [A…, K]` summed into `size` places at `indices [A…, K]` → `[A…, size]`. */
  putAlong: op<{ readonly size: number }>({
    result: (inputs, { size }, name) => {
      const [updates, indices] = [at(inputs, 0), indexType(at(inputs, 1), name)];
      sameLeading(updates, indices, name);
      return { shape: [...updates.shape.slice(0, -1), size], dtype: updates.dtype };
    },
    gradient: ({ dy, inputs }) => [dy.takeAlong(at(inputs, 1)), null],
  }),
} as const;

function indexType(x: TensorType, name: string): TensorType {
  if (x.dtype !== "i32") throw tensorErrors.DTYPE_MISMATCH({ op: name, want: "i32 indices", got: [x.dtype] });
  return x;
}

function sameLeading(x: TensorType, indices: TensorType, name: string): void {
  if (!sameShape(x.shape.slice(0, -1), indices.shape.slice(0, -1)))
    throw tensorErrors.SHAPE_MISMATCH({
      op: name,
      want: "shapes alike but for the last axis",
      got: [x.shape, indices.shape],
    });
}
