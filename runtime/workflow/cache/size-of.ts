/** What an object weighs beside its fields, and a field beside its value. */
const OBJECT = 16;
const FIELD = 8;

/**
 * About how many bytes a value keeps alive. Bytes and texts are counted, what is shared once; a value that says so
 * itself (`bytes`) is believed, since what a device holds cannot be seen from here.
 */
export function sizeOf(value: unknown): number {
  const seen = new Set<object>();
  const open: unknown[] = [value];
  let size = 0;
  while (open.length > 0) {
    const at = open.pop();
    if (typeof at === "string") size += 2 * at.length;
    if (typeof at !== "object" || at === null) {
      size += FIELD;
      continue;
    }
    if (seen.has(at)) continue;
    seen.add(at);
    size += OBJECT;
    if (ArrayBuffer.isView(at)) size += at.byteLength;
    else if ("bytes" in at && typeof at.bytes === "number") size += at.bytes;
    else for (const part of partsOf(at)) open.push(part);
  }
  return size;
}

function partsOf(value: object): Iterable<unknown> {
  if (value instanceof Map) return [...value.keys(), ...value.values()];
  return value instanceof Set ? value : Object.values(value);
}
