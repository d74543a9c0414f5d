import { metadataErrors } from "../errors.ts";
import { encode, joined, readerOf, word } from "./bytes.ts";

/** A part of an MP4 file: a size, a name, and bytes that may hold more parts. */
export interface Box {
  readonly name: string;
  /** Where the box begins, counted from the bytes it was found in. */
  readonly from: number;
  /** Whole length, header included. */
  readonly length: number;
  readonly data: Uint8Array;
}

const WIDE = 1;
const TO_THE_END = 0;

/** The boxes in a stretch of bytes, in order. Throws METADATA_DAMAGED for a size that cannot be. */
export function boxesIn(bytes: Uint8Array): Box[] {
  const file = readerOf(bytes, "MP4");
  const found: Box[] = [];
  for (let from = 0; from + 8 <= file.length; ) {
    const size = file.u32(from);
    const header = size === WIDE ? 16 : 8;
    const wide = size === WIDE ? file.u32(from + 8) * 2 ** 32 + file.u32(from + 12) : size;
    const length = size === TO_THE_END ? file.length - from : wide;
    if (length < header)
      throw metadataErrors.DAMAGED({ container: "MP4", problem: `a part at byte ${from} has no room` });
    found.push({ name: file.name(from + 4), from, length, data: file.slice(from + header, length - header) });
    from += length;
  }
  return found;
}

export function box(name: string, ...parts: readonly Uint8Array[]): Uint8Array {
  const data = joined(...parts);
  return joined(word(8 + data.length), latin(name), data);
}

/** Names hold bytes above ASCII, such as `©too`. */
function latin(name: string): Uint8Array {
  return name.length === encode(name).length ? encode(name) : Uint8Array.from(name, (letter) => letter.charCodeAt(0));
}
