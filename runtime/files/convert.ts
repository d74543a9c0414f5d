import { safetensorsErrors } from "./errors.ts";
import { fromBfloat, fromHalf, toBfloats, toHalves } from "./half.ts";
import type { StoredTensor } from "./safetensors.ts";
import { countElements, DTYPE_BYTES, type StoredDtype } from "./safetensors-layout.ts";

type Read<T> = (view: DataView, offset: number) => T;

/** How an element becomes a number; undefined where float32 cannot hold the type. */
const READ_FLOAT: { readonly [K in StoredDtype]: Read<number> | undefined } = {
  F64: (v, at) => v.getFloat64(at, true),
  F32: (v, at) => v.getFloat32(at, true),
  F16: (v, at) => fromHalf(v.getUint16(at, true)),
  BF16: (v, at) => fromBfloat(v.getUint16(at, true)),
  F8_E4M3: undefined,
  F8_E5M2: undefined,
  I64: undefined,
  I32: undefined,
  I16: (v, at) => v.getInt16(at, true),
  I8: (v, at) => v.getInt8(at),
  U64: undefined,
  U32: undefined,
  U16: (v, at) => v.getUint16(at, true),
  U8: (v, at) => v.getUint8(at),
  BOOL: (v, at) => Number(v.getUint8(at) !== 0),
};

/** How an element becomes an integer; undefined for the types of fractions. */
const READ_INTEGER: { readonly [K in StoredDtype]: Read<number | bigint> | undefined } = {
  F64: undefined,
  F32: undefined,
  F16: undefined,
  BF16: undefined,
  F8_E4M3: undefined,
  F8_E5M2: undefined,
  I64: (v, at) => v.getBigInt64(at, true),
  I32: (v, at) => v.getInt32(at, true),
  I16: (v, at) => v.getInt16(at, true),
  I8: (v, at) => v.getInt8(at),
  U64: (v, at) => v.getBigUint64(at, true),
  U32: (v, at) => v.getUint32(at, true),
  U16: (v, at) => v.getUint16(at, true),
  U8: (v, at) => v.getUint8(at),
  BOOL: (v, at) => Number(v.getUint8(at) !== 0),
};

/**
 * The values of a tensor as float32, always a copy. F64 is rounded; floats, integers of at most 16 bits and booleans
 * are exact. `name` is for the message. Throws SAFETENSORS_CONVERT for the other types.
 */
export function toFloat32(stored: StoredTensor, name = "tensor"): Float32Array {
  const { data, dtype } = stored;
  const read = READ_FLOAT[dtype];
  if (read === undefined) throw safetensorsErrors.CONVERT({ tensor: name, from: dtype, to: "float32" });
  const size = DTYPE_BYTES[dtype];
  const out = new Float32Array(data.length / size);
  if (dtype === "F32") new Uint8Array(out.buffer).set(data);
  else {
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    for (let i = 0; i < out.length; i++) out[i] = read(view, i * size);
  }
  return out;
}

/**
 * The values of a tensor as 32-bit integers, always a copy. `name` is for the message.
 * Throws SAFETENSORS_CONVERT for types of fractions and SAFETENSORS_RANGE for a value that does not fit.
 */
export function toInt32(stored: StoredTensor, name = "tensor"): Int32Array {
  const { data, dtype } = stored;
  const read = READ_INTEGER[dtype];
  if (read === undefined) throw safetensorsErrors.CONVERT({ tensor: name, from: dtype, to: "int32" });
  const size = DTYPE_BYTES[dtype];
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const out = new Int32Array(data.length / size);
  for (let i = 0; i < out.length; i++) {
    const value = read(view, i * size);
    if (value < -(2 ** 31) || value >= 2 ** 31) {
      throw safetensorsErrors.RANGE({ tensor: name, value: String(value), index: i });
    }
    out[i] = Number(value);
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
