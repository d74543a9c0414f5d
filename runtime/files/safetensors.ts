import { safetensorsErrors } from "./errors.ts";
import { countElements, DTYPE_BYTES, headerLength, parseLayout, type StoredDtype } from "./safetensors-layout.ts";

/** A tensor as it lies in a file: little-endian, row-major. `data` may start at any byte offset of its buffer. */
export interface StoredTensor {
  readonly dtype: StoredDtype;
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/**
 * Reads a whole safetensors file. The tensors are views of `bytes`, nothing is copied.
 * `name` is what messages call the file. Throws SAFETENSORS_HEADER, _TENSOR or _LAYOUT for a file that breaks the format.
 */
export function parseSafetensors(bytes: Uint8Array, name: string): Map<string, StoredTensor> {
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength); // a Buffer's methods differ
  const length = headerLength(plain, plain.length, name);
  const data = plain.subarray(8 + length);
  const { tensors } = parseLayout(plain.subarray(8, 8 + length), data.length, name);
  const stored = new Map<string, StoredTensor>();
  for (const [key, { dtype, shape, begin, end }] of tensors) {
    stored.set(key, { dtype, shape, data: data.subarray(begin, end) });
  }
  return stored;
}

/**
 * Writes tensors as the bytes of a safetensors file. Wide types come first and names are sorted, so that equal tensors
 * give equal bytes and every tensor is aligned. Throws SAFETENSORS_ENCODE for a reserved name or data of the wrong length.
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const sorted = [...tensors].sort(
    ([a, x], [b, y]) => DTYPE_BYTES[y.dtype] - DTYPE_BYTES[x.dtype] || (a < b ? -1 : a > b ? 1 : 0),
  );
  const entries: [string, unknown][] = [];
  if (Object.keys(metadata).length > 0) entries.push(["__metadata__", metadata]);
  let end = 0;
  for (const [name, tensor] of sorted) {
    checkEncodable(name, tensor);
    const begin = end;
    end += tensor.data.length;
    entries.push([name, { dtype: tensor.dtype, shape: tensor.shape, data_offsets: [begin, end] }]);
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const out = new Uint8Array(8 + headerBytes + end);
  new DataView(out.buffer).setBigUint64(0, BigInt(headerBytes), true);
  out.fill(0x20, 8, 8 + headerBytes); // padded with spaces
  out.set(json, 8);
  let at = 8 + headerBytes;
  for (const [, { data }] of sorted) {
    out.set(data, at);
    at += data.length;
  }
  return out;
}

function checkEncodable(tensor: string, { dtype, shape, data }: StoredTensor): void {
  if (tensor === "__metadata__" || tensor === "__proto__") {
    throw safetensorsErrors.ENCODE({ tensor, problem: "this name is reserved" });
  }
  const count = countElements(shape);
  if (typeof count === "string") throw safetensorsErrors.ENCODE({ tensor, problem: count });
  const want = count * DTYPE_BYTES[dtype];
  if (data.length !== want) {
    throw safetensorsErrors.ENCODE({ tensor, problem: `its shape needs ${want} bytes, its data has ${data.length}` });
  }
}
