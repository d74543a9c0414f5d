/**
 * A text that two plain values share exactly when they are equal: the order of an object's or a set's entries does not
 * count, and 1, "1" and bytes are told apart. null for what has no such text and may therefore never be reused: NaN at
 * any depth, functions, instances of classes, cycles.
 */
export function canonicalKey(value: unknown): string | null {
  try {
    return write(value, []);
  } catch (error) {
    if (error === NO_KEY) return null;
    throw error;
  }
}

const NO_KEY = Symbol("no key");
/** Deeper values have no key: they may be cycles, and no setting is nested like this. */
const DEEPEST = 64;

function write(value: unknown, around: readonly object[]): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      if (Number.isNaN(value)) throw NO_KEY;
      return Object.is(value, -0) ? "-0" : String(value);
    case "boolean":
    case "undefined":
      return String(value);
    case "bigint":
      return `${value}n`;
    case "object":
      return value === null ? "null" : writeObject(value, around);
    default:
      throw NO_KEY;
  }
}

function writeObject(value: object, around: readonly object[]): string {
  if (around.length > DEEPEST || around.includes(value)) throw NO_KEY;
  const inner = [...around, value];
  const list = (values: Iterable<unknown>) => Array.from(values, (each) => write(each, inner));
  if (Array.isArray(value)) return `[${list(value).join()}]`;
  if (ArrayBuffer.isView(value)) {
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    return `${value.constructor.name}<${bytes.toString("base64")}>`;
  }
  if (value instanceof Set) return `Set{${list(value).sort().join()}}`;
  const entries = value instanceof Map ? [...value] : plainEntries(value);
  const name = value instanceof Map ? "Map" : "";
  return `${name}{${entries
    .map(([key, each]) => `${write(key, inner)}:${write(each, inner)}`)
    .sort()
    .join()}}`;
}

function plainEntries(value: object): [string, unknown][] {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw NO_KEY;
  return Object.entries(value);
}
