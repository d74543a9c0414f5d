import { crc32, inflateSync } from "node:zlib";
import { metadataErrors } from "../errors.ts";
import { encode, joined, latin1, type Metadata, MOST_TEXT, type Reader, readerOf, utf8, word } from "./bytes.ts";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const START = SIGNATURE.length;
/** Length, name and checksum of a chunk. */
const AROUND = 12;

interface Chunk {
  readonly name: string;
  readonly from: number;
  readonly data: Uint8Array;
}

export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, i) => bytes[i] === byte);
}

/** The text chunks (tEXt, zTXt, iTXt) of a PNG, by keyword; the first of a keyword counts. Throws METADATA_*. */
export function readPng(bytes: Uint8Array): Metadata {
  const texts = new Map<string, string>();
  for (const { name, data } of chunks(bytes)) {
    const text = textOf(name, data);
    if (text !== null && !texts.has(text[0])) texts.set(...text);
  }
  return texts;
}

/** The PNG with these texts in front of its pixels, others of the same keywords removed. Throws METADATA_DAMAGED. */
export function writePng(bytes: Uint8Array, texts: Metadata): Uint8Array {
  const all = [...chunks(bytes)];
  const [first] = all;
  if (first?.name !== "IHDR")
    throw metadataErrors.DAMAGED({ container: "PNG", problem: "it does not begin with IHDR" });
  const kept = all.slice(1).filter(({ name, data }) => !texts.has(textOf(name, data)?.[0] ?? ""));
  const whole = ({ from, data }: Chunk) => bytes.subarray(from, from + data.length + AROUND);
  const written = [...texts].map(([keyword, text]) => textChunk(keyword, text));
  return joined(bytes.subarray(0, START), whole(first), ...written, ...kept.map(whole));
}

function* chunks(bytes: Uint8Array): Generator<Chunk> {
  const file: Reader = readerOf(bytes, "PNG");
  for (let from = START; from < file.length; ) {
    const length = file.u32(from);
    const name = file.name(from + 4);
    const data = file.slice(from + 8, length);
    file.slice(from, length + AROUND);
    yield { name, from, data };
    if (name === "IEND") return;
    from += length + AROUND;
  }
}

/** Keyword and text, or null for a chunk that is none of text or that cannot be understood. */
function textOf(name: string, data: Uint8Array): [string, string] | null {
  const end = data.indexOf(0);
  if (end < 1 || !["tEXt", "zTXt", "iTXt"].includes(name)) return null;
  const keyword = latin1(data.subarray(0, end));
  if (name === "tEXt") return [keyword, latin1(data.subarray(end + 1))];
  if (name === "zTXt") return [keyword, latin1(inflated(data.subarray(end + 2)))];
  const isPacked = data[end + 1] === 1;
  const language = data.indexOf(0, end + 3);
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1);
  if (translated < 0) return null;
  const rest = data.subarray(translated + 1);
  return [keyword, utf8(isPacked ? inflated(rest) : rest)];
}

function inflated(data: Uint8Array): Uint8Array {
  try {
    return inflateSync(data, { maxOutputLength: MOST_TEXT });
  } catch (cause) {
    const isLong = cause instanceof Error && "code" in cause && cause.code === "ERR_BUFFER_TOO_LARGE";
    if (isLong) throw metadataErrors.TOO_MUCH({ container: "PNG", bytes: MOST_TEXT }, { cause });
    throw metadataErrors.DAMAGED({ container: "PNG", problem: "a packed text cannot be unpacked" }, { cause });
  }
}

/** tEXt where the text is ASCII, which every reader understands; else iTXt. */
function textChunk(keyword: string, text: string): Uint8Array {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range is meant
  const isAscii = /^[\x00-\x7f]*$/.test(text);
  const head = encode(`${keyword}\0`);
  const body = isAscii ? joined(head, encode(text)) : joined(head, new Uint8Array(4), encode(text));
  const named = joined(encode(isAscii ? "tEXt" : "iTXt"), body);
  return joined(word(body.length), named, word(crc32(named)));
}
