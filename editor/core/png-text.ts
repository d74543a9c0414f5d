import { latin1 } from "../../runtime/files/metadata/bytes.ts";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Bytes of text that are read out of one picture. */
const MOST_TEXT = 32e6;

/** The texts that a PNG carries, by keyword; null for what is no PNG. Damaged chunks are passed over. */
export async function readPngText(bytes: Uint8Array): Promise<ReadonlyMap<string, string> | null> {
  if (SIGNATURE.some((byte, i) => bytes[i] !== byte)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const texts = new Map<string, string>();
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (data.length < length || type === "IEND") break;
    const text = await chunkText(type, data);
    if (text !== null && !texts.has(text[0])) texts.set(...text);
    at += length + 12;
  }
  return texts;
}

async function chunkText(type: string, data: Uint8Array): Promise<readonly [string, string] | null> {
  const end = data.indexOf(0);
  if (end < 1) return null;
  const keyword = latin1(data.subarray(0, end));
  if (type === "tEXt") return [keyword, latin1(data.subarray(end + 1))];
  if (type === "zTXt") return [keyword, latin1(await inflate(data.subarray(end + 2)))];
  if (type !== "iTXt") return null;
  const isPacked = data[end + 1] === 1;
  const language = data.indexOf(0, end + 3);
  const translated = data.indexOf(0, language + 1);
  if (language < 0 || translated < 0) return null;
  const body = data.subarray(translated + 1);
  return [keyword, new TextDecoder().decode(isPacked ? await inflate(body) : body)];
}

async function inflate(data: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([data.slice()]).stream().pipeThrough(new DecompressionStream("deflate"));
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MOST_TEXT) throw new RangeError(`a text of more than ${MOST_TEXT} bytes`);
    parts.push(value);
  }
  const all = new Uint8Array(size);
  parts.reduce((at, part) => {
    all.set(part, at);
    return at + part.length;
  }, 0);
  return all;
}
