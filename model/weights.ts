import type { HostTensor, Tensor } from "../runtime/tensor/index.ts";
import { sameShape } from "../runtime/tensor/index.ts";
import { modelErrors } from "./errors.ts";
import type { ParameterRow } from "./parameter-row.ts";

/** Weights by name, as tensors of a program. */
export type Weights = Readonly<Record<string, Tensor>>;

/** A weight by name. Throws MODEL_WEIGHT_MISSING. */
export function weightOf(weights: Weights, name: string): Tensor {
  const found = weights[name];
  if (!found) throw modelErrors.WEIGHT_MISSING({ name, shape: [] });
  return found;
}

/** x [..., in] times the weight [out, in], plus the bias if there is one → [..., out]. */
export function linear(x: Tensor, weights: Weights, name: string): Tensor {
  const y = x.matmul(weightOf(weights, `${name}.weight`), { transposeB: true });
  const bias = weights[`${name}.bias`];
  return bias ? y.add(bias) : y;
}

/**
 * Checks that `tensors` are exactly the weights that `rows` declare.
 * Throws MODEL_WEIGHT_MISSING, MODEL_WEIGHT_SHAPE, MODEL_WEIGHT_SURPLUS.
 */
export function checkWeights(
  rows: readonly ParameterRow[],
  tensors: Readonly<Record<string, Pick<HostTensor, "shape">>>,
): void {
  for (const { name, shape } of rows) {
    const found = tensors[name];
    if (!found) throw modelErrors.WEIGHT_MISSING({ name, shape });
    if (!sameShape(found.shape, shape)) throw modelErrors.WEIGHT_SHAPE({ name, want: shape, got: found.shape });
  }
  const known = new Set(rows.map((row) => row.name));
  const names = Object.keys(tensors).filter((name) => !known.has(name));
  if (names.length > 0) throw modelErrors.WEIGHT_SURPLUS({ names });
}
