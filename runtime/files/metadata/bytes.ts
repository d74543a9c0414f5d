import { metadataErrors } from "../errors.ts";

/** Most bytes of text that are read out of one file. */
export const MOST_TEXT = 64 * 1024 * 1024;

/** Bytes that are handed to one call as its arguments. */
const STRETCH = 8192;

export type Metadata = ReadonlyMap<string, string>;

/** A stretch of a file that knows what it belongs to, so that a read past its end is told and never done. */
export interface Reader {
  readonly length: number;
  readonly u8: (at: number) => number;
  readonly u16: (at: number, littleEndian?: boolean) => number;
  readonly u32: (at: number, littleEndian?: boolean) => number;
  readonly slice: (from: number, length: number) => Uint8Array;
  /** Four letters that name a part. */
  readonly name: (at: number) => string;
}

/** Reads within `bytes`. Its functions throw METADATA_DAMAGED beyond them. */
export function readerOf(bytes: Uint8Array, container: string): Reader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const inside = (at: number, length: number): number => {
    if (at >= 0 && length >= 0 && at + length <= bytes.length) return at;
    throw metadataErrors.DAMAGED({ container, problem: `it ends at byte ${bytes.length}, before a part of it does` });
  };
  return {
    length: bytes.length,
    u8: (at) => view.getUint8(inside(at, 1)),
    u16: (at, littleEndian = false) => view.getUint16(inside(at, 2), littleEndian),
    u32: (at, littleEndian = false) => view.getUint32(inside(at, 4), littleEndian),
    slice: (from, length) => bytes.subarray(inside(from, length), from + length),
    name: (at) => latin1(bytes.subarray(inside(at, 4), at + 4)),
  };
}

/** Byte by byte, and without what only Node has: the page reads files by this too. */
export function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += STRETCH) text += String.fromCharCode(...bytes.subarray(at, at + STRETCH));
  return text;
}

export function utf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

export function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A whole number of 4 bytes. */
export function word(value: number, littleEndian = false): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, littleEndian);
  return bytes;
}

/** A whole number of 2 bytes. */
export function half(value: number, littleEndian = false): Uint8Array {
  const bytes = new Uint8Array(2);
  new DataView(bytes.buffer).setUint16(0, value, littleEndian);
  return bytes;
}
