import { type Dim, foldDim, type Program, show } from "../tensor/index.ts";
import type { TensorType } from "../tensor/ops/row.ts";
import type { Value } from "./backend.ts";
import { backendErrors } from "./errors.ts";

/** The size of every dimension within one run. */
export type Sizes = (dim: Dim) => number;

/**
 * Checks that each of `types` is given with its dtype and shape, and that equal names stand for equal sizes. Throws
 * BACKEND_MISSING_INPUT and BACKEND_WRONG_INPUT; returns what the named dimensions are.
 */
export function checkInputs(types: Program["inputs"], values: Readonly<Record<string, Value>>): Sizes {
  const sizes = new Map<string, number>();
  for (const [name, type] of Object.entries(types)) {
    const value = values[name];
    if (!value) throw backendErrors.MISSING_INPUT({ name });
    if (value.dtype !== type.dtype || !bindShape(type.shape, value.shape, sizes)) throw wrong(name, type, value);
  }
  const known = (name: string) => {
    const size = sizes.get(name);
    if (size === undefined) throw new RangeError(`No input tells the size of the dimension "${name}".`);
    return size;
  };
  const rules = {
    name: known,
    number: (n: number) => n,
    sum: (a: number, b: number) => a + b,
    product: (a: number, b: number) => a * b,
  };
  return (dim) => (typeof dim === "string" ? sizes.get(dim) : dim) ?? foldDim(dim, rules);
}

/** Whether `got` fits `want`; names seen for the first time take their size. */
function bindShape(want: TensorType["shape"], got: readonly number[], sizes: Map<string, number>): boolean {
  return (
    want.length === got.length &&
    want.every((dim, i) => {
      const size = got[i] as number;
      if (typeof dim === "number") return dim === size;
      if (!sizes.has(dim)) sizes.set(dim, size);
      return sizes.get(dim) === size;
    })
  );
}

const wrong = (name: string, want: TensorType, got: Value) =>
  backendErrors.WRONG_INPUT({ name, want: `${want.dtype}${show(want.shape)}`, got: `${got.dtype}${show(got.shape)}` });
