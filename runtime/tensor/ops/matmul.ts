import { tensorErrors } from "../errors.ts";
import { broadcast } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { at, floatsOnly, op } from "./row.ts";

export interface MatmulAttributes {
  /** Use the first operand's last two axes swapped. */
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

export const matmul = {
  /** Matrix product over the last two axes; the axes before them broadcast. */
  matmul: op<MatmulAttributes>({
    result: (inputs, { transposeA, transposeB }, name) => {
      floatsOnly(inputs, name);
      const [a, b] = [at(inputs, 0).shape, at(inputs, 1).shape];
      const batch = broadcast(a.slice(0, -2), b.slice(0, -2));
      const [rows, inner] = transposeA ? [a.at(-1), a.at(-2)] : [a.at(-2), a.at(-1)];
      const [inner2, columns] = transposeB ? [b.at(-1), b.at(-2)] : [b.at(-2), b.at(-1)];
      if (!batch || rows === undefined || columns === undefined || inner !== inner2)
        throw tensorErrors.SHAPE_MISMATCH({
          op: `${name}${transposeA ? " (a transposed)" : ""}${transposeB ? " (b transposed)" : ""}`,
          want: "equal inner dimensions",
          got: [a, b],
        });
      return { shape: [...batch, rows, columns], dtype: "f32" };
    },
    gradient: ({ dy, inputs, attributes: { transposeA, transposeB } }) => {
      const [a, b] = [at(inputs, 0), at(inputs, 1)] as [Tensor, Tensor];
      const da = transposeA
        ? b.matmul(dy, { transposeA: transposeB, transposeB: true })
        : dy.matmul(b, { transposeA: false, transposeB: !transposeB });
      const db = transposeB
        ? dy.matmul(a, { transposeA: true, transposeB: transposeA })
        : a.matmul(dy, { transposeA: !transposeA, transposeB: false });
      return [da, db];
    },
  }),
} as const;
