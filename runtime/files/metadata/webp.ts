import { metadataErrors } from "../errors.ts";
import { encode, joined, latin1, type Metadata, type Reader, readerOf, word } from "./bytes.ts";
import { readExif, writeExif } from "./exif.ts";

const HEADER = 12;
const HAS_EXIF = 0x08;
const HAS_ALPHA = 0x10;

interface Chunk {
  readonly name: string;
  readonly data: Uint8Array;
}

export function isWebp(bytes: Uint8Array): boolean {
  return latin1(bytes.subarray(0, 4)) === "RIFF" && latin1(bytes.subarray(8, HEADER)) === "WEBP";
}

/** The texts of a WebP's EXIF block, still or animated. Throws METADATA_DAMAGED. */
export function readWebp(bytes: Uint8Array): Metadata {
  const exif = chunks(bytes).find(({ name }) => name === "EXIF");
  return exif === undefined ? new Map() : readExif(exif.data);
}

/** The WebP with these texts as its EXIF block, in place of the one it had. Throws METADATA_DAMAGED. */
export function writeWebp(bytes: Uint8Array, texts: Metadata): Uint8Array {
  const all = chunks(bytes);
  const extended = all.find(({ name }) => name === "VP8X");
  const header = extended === undefined ? plainHeader(all) : extended.data.slice();
  header[0] = (header[0] ?? 0) | HAS_EXIF;
  const rest = all.filter(({ name }) => name !== "VP8X" && name !== "EXIF");
  const isMeta = ({ name }: Chunk) => name === "XMP ";
  const body = joined(
    encode("WEBP"),
    ...[{ name: "VP8X", data: header }, ...rest.filter((chunk) => !isMeta(chunk))].map(chunkBytes),
    chunkBytes({ name: "EXIF", data: writeExif(texts) }),
    ...rest.filter(isMeta).map(chunkBytes),
  );
  return joined(encode("RIFF"), word(body.length, true), body);
}

function chunks(bytes: Uint8Array): Chunk[] {
  const file = readerOf(bytes, "WebP");
  const found: Chunk[] = [];
  const end = Math.min(file.length, HEADER - 4 + file.u32(4, true));
  for (let at = HEADER; at + 8 <= end; ) {
    const length = file.u32(at + 4, true);
    found.push({ name: file.name(at), data: file.slice(at + 8, length) });
    at += 8 + length + (length % 2);
  }
  return found;
}

function chunkBytes({ name, data }: Chunk): Uint8Array {
  return joined(encode(name), word(data.length, true), data, new Uint8Array(data.length % 2));
}

/** The extended header of a picture that has none: its flags, and its size less one in 3 bytes each. */
function plainHeader(all: readonly Chunk[]): Uint8Array {
  const picture = all.find(({ name }) => name === "VP8 " || name === "VP8L");
  if (picture === undefined) throw metadataErrors.DAMAGED({ container: "WebP", problem: "it holds no picture" });
  const data = readerOf(picture.data, "WebP");
  const [width, height, alpha] = picture.name === "VP8L" ? losslessSize(data) : [...lossySize(data), 0];
  const header = new Uint8Array(10);
  header[0] = alpha === 0 ? 0 : HAS_ALPHA;
  header.set(word((width ?? 1) - 1, true).subarray(0, 3), 4);
  header.set(word((height ?? 1) - 1, true).subarray(0, 3), 7);
  return header;
}

function losslessSize(data: Reader): readonly number[] {
  const bits = data.u32(1, true);
  return [1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff), (bits >>> 28) & 1];
}

function lossySize(data: Reader): readonly number[] {
  return [data.u16(6, true) & 0x3fff, data.u16(8, true) & 0x3fff];
}
