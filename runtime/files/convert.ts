import { safetensorsErrors } from "./errors.ts";
import { fromBfloats, fromHalves, toBfloats, toHalves } from "./half.ts";
import type { StoredTensor } from "./safetensors.ts";
import { countElements, type StoredDtype } from "./safetensors-layout.ts";

/** How the bytes of a tensor become numbers; undefined where float32 cannot hold the type. */
const FLOATS: { readonly [K in StoredDtype]: ((bytes: Uint8Array) => Float32Array) | undefined } = {
  F64: (bytes) => new Float32Array(typed(bytes, Float64Array)),
  F32: (bytes) => new Float32Array(typed(bytes, Float32Array)),
  F16: (bytes) => fromHalves(typed(bytes, Uint16Array)),
  BF16: (bytes) => fromBfloats(typed(bytes, Uint16Array)),
  F8_E4M3: undefined,
  F8_E5M2: undefined,
  I64: undefined,
  I32: undefined,
  I16: (bytes) => new Float32Array(typed(bytes, Int16Array)),
  I8: (bytes) => new Float32Array(typed(bytes, Int8Array)),
  U64: undefined,
  U32: undefined,
  U16: (bytes) => new Float32Array(typed(bytes, Uint16Array)),
  U8: (bytes) => new Float32Array(bytes),
  BOOL: (bytes) => Float32Array.from(bytes, truth),
};

/** How the bytes of a tensor become integers of its own size; undefined for the types of fractions. */
const INTEGERS: { readonly [K in StoredDtype]: ((bytes: Uint8Array) => Integers) | undefined } = {
  F64: undefined,
  F32: undefined,
  F16: undefined,
  BF16: undefined,
  F8_E4M3: undefined,
  F8_E5M2: undefined,
  I64: (bytes) => typed(bytes, BigInt64Array),
  I32: (bytes) => typed(bytes, Int32Array),
  I16: (bytes) => typed(bytes, Int16Array),
  I8: (bytes) => typed(bytes, Int8Array),
  U64: (bytes) => typed(bytes, BigUint64Array),
  U32: (bytes) => typed(bytes, Uint32Array),
  U16: (bytes) => typed(bytes, Uint16Array),
  U8: (bytes) => bytes,
  BOOL: (bytes) => bytes.map(truth),
};

type Integers =
  | BigInt64Array
  | BigUint64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array;

const truth = (byte: number): number => Number(byte !== 0);

interface Typed<T> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, offset: number, length: number): T;
}

/** `bytes` as elements: a view where they begin at a whole element of their buffer, else of a copy. */
function typed<T>(bytes: Uint8Array, type: Typed<T>): T {
  const { buffer, byteOffset } = bytes.byteOffset % type.BYTES_PER_ELEMENT === 0 ? bytes : bytes.slice();
  return new type(buffer, byteOffset, bytes.length / type.BYTES_PER_ELEMENT);
}

/**
 * The values of a tensor as float32, always a copy. F64 is rounded; floats, integers of at most 16 bits and booleans
 * are exact. `name` is for the message. Throws SAFETENSORS_CONVERT for the other types.
 */
export function toFloat32({ data, dtype }: StoredTensor, name = "tensor"): Float32Array {
  const read = FLOATS[dtype];
  if (read === undefined) throw safetensorsErrors.CONVERT({ tensor: name, from: dtype, to: "float32" });
  return read(data);
}

/**
 * The values of a tensor as 32-bit integers, always a copy. `name` is for the message.
 * Throws SAFETENSORS_CONVERT for types of fractions and SAFETENSORS_RANGE for a value that does not fit.
 */
export function toInt32({ data, dtype }: StoredTensor, name = "tensor"): Int32Array {
  const read = INTEGERS[dtype];
  if (read === undefined) throw safetensorsErrors.CONVERT({ tensor: name, from: dtype, to: "int32" });
  const values = read(data);
  if (values instanceof Int32Array) return values.slice();
  const out = new Int32Array(values.length);
  for (const [index, value] of values.entries()) {
    if (value < -(2 ** 31) || value >= 2 ** 31)
      throw safetensorsErrors.RANGE({ tensor: name, value: String(value), index });
    out[index] = Number(value);
  }
  return out;
}

/** Stores float32 values; F16 and BF16 round to nearest, ties to even. Throws SAFETENSORS_ENCODE if `shape` does not fit. */
export function fromFloat32(
  values: Float32Array,
  shape: readonly number[],
  dtype: "F32" | "F16" | "BF16" = "F32",
): StoredTensor {
  checkCount(values.length, shape);
  return { dtype, shape, data: new Uint8Array(STORE[dtype](values).buffer) };
}

/** Stores 32-bit integers. Throws SAFETENSORS_ENCODE if `shape` does not fit. */
export function fromInt32(values: Int32Array, shape: readonly number[]): StoredTensor {
  checkCount(values.length, shape);
  return { dtype: "I32", shape, data: new Uint8Array(values.slice().buffer) };
}

const STORE = {
  F32: (values: Float32Array) => values.slice(),
  F16: toHalves,
  BF16: toBfloats,
} as const;

function checkCount(got: number, shape: readonly number[]): void {
  const want = countElements(shape);
  if (want === got) return;
  const problem = typeof want === "string" ? want : `its shape needs ${want} values, it has ${got}`;
  throw safetensorsErrors.ENCODE({ tensor: "tensor", problem });
}
