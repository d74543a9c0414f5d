import type { HostTensor } from "../dtype.ts";
import { noGradient, op, type TensorType } from "./row.ts";

/** Where values come from. */
export const source = {
  /** A value given when the program runs. */
  input: op<TensorType & { readonly name: string }>({ result: (_, a) => a, gradient: noGradient }),
  /** A value fixed in the program. */
  constant: op<{ readonly value: HostTensor }>({ result: (_, { value }) => value, gradient: noGradient }),
} as const;
