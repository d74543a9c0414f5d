/** Element types of tensor programs. Weights in half precision are widened when they are loaded. */
export const dtypes = ["f32", "i32", "bool"] as const;
export type DType = (typeof dtypes)[number];

/** A tensor in this process's memory. `bool` holds 0 and 1. */
export interface HostTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | Uint8Array;
}

/** A float32 host tensor over `data` (not copied). */
export const f32 = (data: Float32Array | readonly number[], shape: readonly number[]): HostTensor => ({
  dtype: "f32",
  shape,
  data: data instanceof Float32Array ? data : Float32Array.from(data),
});

/** An int32 host tensor over `data` (not copied). */
export const i32 = (data: Int32Array | readonly number[], shape: readonly number[]): HostTensor => ({
  dtype: "i32",
  shape,
  data: data instanceof Int32Array ? data : Int32Array.from(data),
});

/** Host memory for `count` elements. */
export function allocate(dtype: DType, count: number): HostTensor["data"] {
  return { f32: () => new Float32Array(count), i32: () => new Int32Array(count), bool: () => new Uint8Array(count) }[
    dtype
  ]();
}
