import { safetensorsErrors } from "./errors.ts";

/** Bytes of one element, by the format's type names. */
export const DTYPE_BYTES = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  F8_E4M3: 1,
  F8_E5M2: 1,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U64: 8,
  U32: 4,
  U16: 2,
  U8: 1,
  BOOL: 1,
} as const;

/** The element types a file may hold. */
export type StoredDtype = keyof typeof DTYPE_BYTES;

/** Where one tensor lies: bytes `begin` to `end`, counted from the start of the file's data. */
export interface TensorPlace {
  readonly dtype: StoredDtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** What a header says. `dataOffset` is where the data starts in the file, in bytes. */
export interface SafetensorsLayout {
  readonly dataOffset: number;
  readonly tensors: ReadonlyMap<string, TensorPlace>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Largest header that is read, bytes; the limit of the format's own implementation. */
export const MAX_HEADER_BYTES = 100_000_000;

/**
 * Length in bytes of the JSON header, from the first 8 bytes of a file of `fileSize` bytes.
 * Throws SAFETENSORS_HEADER if it cannot be true.
 */
export function headerLength(start: Uint8Array, fileSize: number, file: string): number {
  if (start.length < 8 || fileSize < 8)
    throw header(file, `it has ${Math.min(fileSize, start.length)} bytes, not even 8`);
  const length = new DataView(start.buffer, start.byteOffset, 8).getBigUint64(0, true);
  if (length > MAX_HEADER_BYTES)
    throw header(file, `its header claims ${length} bytes, the limit is ${MAX_HEADER_BYTES}`);
  if (Number(length) > fileSize - 8) throw header(file, `its header claims ${length} bytes, the file has ${fileSize}`);
  return Number(length);
}

/**
 * Reads the JSON header (without its 8-byte length) of a file whose data part has `dataBytes` bytes.
 * Every tensor lies inside the data, and together they fill it without gap or overlap.
 * Throws SAFETENSORS_HEADER, SAFETENSORS_TENSOR or SAFETENSORS_LAYOUT for anything else.
 */
export function parseLayout(bytes: Uint8Array, dataBytes: number, file: string): SafetensorsLayout {
  const entries = Object.entries(parseJson(bytes, file));
  const tensors = new Map<string, TensorPlace>();
  let metadata: Readonly<Record<string, string>> = {};
  for (const [name, value] of entries) {
    if (name === "__metadata__") metadata = parseMetadata(value, file);
    else tensors.set(name, parsePlace(value, file, name));
  }
  checkFilled(tensors, dataBytes, file);
  return { dataOffset: 8 + bytes.length, tensors, metadata };
}

/** Number of elements of a shape, or a sentence saying why it is not a shape. */
export function countElements(shape: unknown): number | string {
  if (!Array.isArray(shape)) return "its shape is not a list";
  let count = 1;
  for (const size of shape as readonly unknown[]) {
    if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) {
      return "its shape holds something other than whole numbers from 0";
    }
    count *= size;
    if (!Number.isSafeInteger(count * 8)) return "its shape is too large for any file";
  }
  return count;
}

function parseJson(bytes: Uint8Array, file: string): Readonly<Record<string, unknown>> {
  let text: string;
  let json: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    json = JSON.parse(text);
  } catch (cause) {
    throw header(file, "its header is not JSON in UTF-8", { cause });
  }
  if (!isRecord(json)) throw header(file, "its header is not a JSON object");
  const kept = Object.values(json).reduce<number>((n, v) => n + 1 + (isRecord(v) ? Object.keys(v).length : 0), 0);
  if (countKeys(text) !== kept) throw header(file, "a name stands twice or objects are nested too deep in its header");
  return json;
}

/** Names in a valid JSON text, duplicates included: the colons outside strings. */
function countKeys(json: string): number {
  let count = 0;
  let inString = false;
  for (let i = 0; i < json.length; i++) {
    const c = json.charCodeAt(i);
    if (c === 0x22) inString = !inString;
    else if (inString && c === 0x5c) i++;
    else if (!inString && c === 0x3a) count++;
  }
  return count;
}

function parseMetadata(value: unknown, file: string): Readonly<Record<string, string>> {
  if (!isRecord(value)) throw header(file, "its metadata is not a JSON object");
  const entries = Object.entries(value).map(([key, text]): [string, string] => {
    if (typeof text !== "string" || key === "__proto__") throw header(file, "its metadata is not a list of texts");
    return [key, text];
  });
  return Object.fromEntries(entries);
}

function parsePlace(value: unknown, file: string, tensor: string): TensorPlace {
  const fail = (problem: string) => safetensorsErrors.TENSOR({ file, tensor, problem });
  if (tensor === "__proto__") throw fail("this name is not allowed");
  if (!isRecord(value)) throw fail("its entry is not a JSON object");
  if (Object.keys(value).sort().join() !== "data_offsets,dtype,shape") {
    throw fail("expected exactly dtype, shape and data_offsets");
  }
  const { dtype, shape, data_offsets: offsets } = value;
  if (!isDtype(dtype)) throw fail(`its type ${JSON.stringify(dtype).slice(0, 40)} is unknown`);
  const count = countElements(shape);
  if (typeof count === "string") throw fail(count);
  if (!Array.isArray(offsets) || offsets.length !== 2) throw fail("its data_offsets are not two numbers");
  const [begin, end] = offsets as readonly unknown[];
  if (!isOffset(begin) || !isOffset(end) || begin > end)
    throw fail("its data_offsets are not two rising whole numbers");
  const want = count * DTYPE_BYTES[dtype];
  if (end - begin !== want) throw fail(`its shape needs ${want} bytes, its data_offsets span ${end - begin}`);
  return { dtype, shape: shape as readonly number[], begin, end };
}

function checkFilled(tensors: ReadonlyMap<string, TensorPlace>, dataBytes: number, file: string): void {
  const places = [...tensors.values()].sort((a, b) => a.begin - b.begin || a.end - b.end);
  let filled = 0;
  for (const { begin, end } of places) {
    if (end > dataBytes) {
      throw safetensorsErrors.LAYOUT({ file, problem: `one ends at byte ${end} of ${dataBytes}` });
    }
    if (begin < filled) throw safetensorsErrors.LAYOUT({ file, problem: `two overlap at byte ${begin}` });
    if (begin > filled) throw safetensorsErrors.LAYOUT({ file, problem: `bytes ${filled} to ${begin} belong to none` });
    filled = end;
  }
  if (filled < dataBytes) {
    throw safetensorsErrors.LAYOUT({ file, problem: `${dataBytes - filled} bytes are left over at the end` });
  }
}

function header(file: string, problem: string, options?: { readonly cause?: unknown }) {
  return safetensorsErrors.HEADER({ file, problem }, options);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isDtype(value: unknown): value is StoredDtype {
  return typeof value === "string" && Object.hasOwn(DTYPE_BYTES, value);
}

function isOffset(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
