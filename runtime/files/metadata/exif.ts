import { encode, half, joined, latin1, type Metadata, readerOf, utf8, word } from "./bytes.ts";

/** "Model", the tag in which a prompt has always been kept as `prompt:{…}`; `workflow:{…}` is in "Make" before it. */
const LAST_TAG = 0x0110;
const ASCII = 2;
const HEADER = 8;
const ENTRY = 12;
/** Most entries of a directory that are looked at. */
const MOST_ENTRIES = 4096;

/** The `key:text` strings of an EXIF block, by key. Throws METADATA_DAMAGED for offsets that lead out of it. */
export function readExif(bytes: Uint8Array): Metadata {
  const isNamed = latin1(bytes.subarray(0, 6)) === "Exif\0\0";
  const block = readerOf(isNamed ? bytes.subarray(6) : bytes, "WebP");
  const texts = new Map<string, string>();
  const order = latin1(block.slice(0, 2));
  if (order !== "II" && order !== "MM") return texts;
  const little = order === "II";
  const directory = block.u32(4, little);
  const count = Math.min(block.u16(directory, little), MOST_ENTRIES);
  for (let i = 0; i < count; i++) {
    const entry = directory + 2 + i * ENTRY;
    if (block.u16(entry + 2, little) !== ASCII) continue;
    const length = block.u32(entry + 4, little);
    const from = length <= 4 ? entry + 8 : block.u32(entry + 8, little);
    const text = utf8(block.slice(from, length)).replace(/\0+$/, "");
    const colon = text.indexOf(":");
    const key = text.slice(0, colon);
    if (/^[a-z_]{1,32}$/i.test(key) && !texts.has(key)) texts.set(key, text.slice(colon + 1));
  }
  return texts;
}

/** An EXIF block that holds these texts. `prompt` is the last tag, the others count down from it. */
export function writeExif(texts: Metadata): Uint8Array {
  const ordered = [...texts].toSorted(([a], [b]) => Number(a === "prompt") - Number(b === "prompt"));
  const values = ordered.map(([key, text]) => encode(`${key}:${text}\0`));
  let at = HEADER + 2 + values.length * ENTRY + 4;
  const entries = values.map((value, i) => {
    const tag = LAST_TAG - (values.length - 1 - i);
    const isInline = value.length <= 4;
    const place = isInline ? joined(value, new Uint8Array(4 - value.length)) : word(at, true);
    if (!isInline) at += value.length;
    return joined(half(tag, true), half(ASCII, true), word(value.length, true), place);
  });
  const head = joined(encode("II"), half(42, true), word(HEADER, true), half(values.length, true));
  return joined(head, ...entries, word(0), ...values.filter(({ length }) => length > 4));
}
