import { f32, type HostTensor, normals, randomKey, sizeOf } from "../runtime/tensor/index.ts";

/** One weight: what the loader checks, the initialiser draws, the optimiser decays and the model card counts. */
export interface ParameterRow {
  readonly name: string;
  readonly shape: readonly number[];
  /** Zeros, ones, or normal numbers with this deviation. */
  readonly initial: "zeros" | "ones" | { readonly normal: number };
  /** Whether weight decay pulls it to zero. */
  readonly decay: boolean;
}

/** First values of all rows; each weight has its own random stream, so adding a row changes no other. */
export function initialiseRows(rows: readonly ParameterRow[], seed: number): Record<string, HostTensor> {
  return Object.fromEntries(rows.map((row) => [row.name, f32(firstValues(row, seed), row.shape)]));
}

function firstValues({ name, shape, initial }: ParameterRow, seed: number): Float32Array {
  const count = sizeOf(shape);
  if (initial === "zeros") return new Float32Array(count);
  if (initial === "ones") return new Float32Array(count).fill(1);
  return normals(randomKey(seed, "weight", name), count).map((x) => x * initial.normal);
}

/** Numbers in all rows together. */
export const parameterCount = (rows: readonly ParameterRow[]): number =>
  rows.reduce((n, row) => n + sizeOf(row.shape), 0);
