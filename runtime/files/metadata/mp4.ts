import { metadataErrors } from "../errors.ts";
import { encode, joined, latin1, type Metadata, readerOf, utf8, word } from "./bytes.ts";
import { type Box, box, boxesIn } from "./mp4-boxes.ts";
import { moveChunks } from "./mp4-offsets.ts";

/** A full box begins with its version and flags. */
const FULL = new Uint8Array(4);
const TEXT = 1;

export function isMp4(bytes: Uint8Array): boolean {
  return latin1(bytes.subarray(4, 8)) === "ftyp";
}

/** The container's tags, by key (handler `mdta`), which lie in `moov/udta/meta` or `moov/meta`. Throws METADATA_DAMAGED. */
export function readMp4(bytes: Uint8Array): Metadata {
  const moov = boxesIn(bytes).find(({ name }) => name === "moov");
  const inside = moov === undefined ? [] : boxesIn(moov.data);
  const userData = inside.find(({ name }) => name === "udta");
  const places = [...(userData === undefined ? [] : tagBoxes(userData.data)), ...inside];
  const texts = new Map<string, string>();
  for (const { name, data } of places) {
    if (name === "meta") for (const [key, text] of tagsIn(data)) if (!texts.has(key)) texts.set(key, text);
  }
  return texts;
}

/** The MP4 with these tags beside those it has; pixels stay the same bytes, wherever they come to lie. Throws METADATA_DAMAGED. */
export function writeMp4(bytes: Uint8Array, texts: Metadata): Uint8Array {
  const boxes = boxesIn(bytes);
  const moov = boxes.find(({ name }) => name === "moov");
  if (moov === undefined) throw metadataErrors.DAMAGED({ container: "MP4", problem: "it has no moov" });
  const inside = boxesIn(moov.data);
  const userData = inside.find(({ name }) => name === "udta");
  const old = userData === undefined ? [] : tagBoxes(userData.data);
  const kept = old
    .filter(({ name, data }) => name !== "meta" || !isTags(data))
    .map((part) => whole(part, userData?.data));
  const udta = box("udta", ...kept, tags(new Map([...readMp4(bytes), ...texts])));

  const rest = inside.filter(({ name }) => name !== "udta").map((part) => whole(part, moov.data));
  const size = 8 + rest.reduce((sum, part) => sum + part.length, udta.length);
  const shift = size - moov.length;
  const moved = rest.map((part) => moveChunks(part, { from: moov.from + moov.length, by: shift }));
  return joined(bytes.subarray(0, moov.from), box("moov", ...moved, udta), bytes.subarray(moov.from + moov.length));
}

function whole({ from, length }: Box, bytes: Uint8Array = new Uint8Array()): Uint8Array {
  return bytes.subarray(from, from + length);
}

/** User data may end in four zero bytes that are no box. */
function tagBoxes(data: Uint8Array): Box[] {
  const tail = data.length >= 4 && data.subarray(data.length - 4).every((byte) => byte === 0);
  return boxesIn(tail && data.length % 4 === 0 && !endsInBox(data) ? data.subarray(0, data.length - 4) : data);
}

function endsInBox(data: Uint8Array): boolean {
  try {
    return boxesIn(data).reduce((sum, { length }) => sum + length, 0) === data.length;
  } catch {
    return false;
  }
}

/** QuickTime's `meta` is no full box: its first part begins at once. */
function metaParts(data: Uint8Array): Box[] {
  const isPlain = data.length >= 8 && latin1(data.subarray(4, 8)) === "hdlr";
  return boxesIn(isPlain ? data : data.subarray(FULL.length));
}

function isTags(data: Uint8Array): boolean {
  const handler = metaParts(data).find(({ name }) => name === "hdlr");
  return handler !== undefined && latin1(handler.data.subarray(8, 12)) === "mdta";
}

function tagsIn(data: Uint8Array): Metadata {
  const parts = metaParts(data);
  const names = keysIn(parts.find(({ name }) => name === "keys")?.data);
  const texts = new Map<string, string>();
  const list = parts.find(({ name }) => name === "ilst");
  for (const item of list === undefined ? [] : boxesIn(list.data)) {
    const key = names[readerOf(encodeName(item.name), "MP4").u32(0) - 1];
    const value = boxesIn(item.data).find(({ name }) => name === "data");
    if (key === undefined || value === undefined || readerOf(value.data, "MP4").u32(0) !== TEXT) continue;
    texts.set(key, utf8(value.data.subarray(8)));
  }
  return texts;
}

/** An item is named by the number of its key, as four bytes. */
function encodeName(name: string): Uint8Array {
  return Uint8Array.from(name, (letter) => letter.charCodeAt(0));
}

function keysIn(data: Uint8Array | undefined): string[] {
  if (data === undefined) return [];
  return boxesIn(data.subarray(8)).map((key) => utf8(key.data));
}

function tags(texts: Metadata): Uint8Array {
  const handler = box("hdlr", FULL, word(0), encode("mdta"), new Uint8Array(13));
  const keys = box("keys", FULL, word(texts.size), ...[...texts.keys()].map((key) => box("mdta", encode(key))));
  const items = [...texts.values()].map((text, i) => {
    const value = box("data", word(TEXT), word(0), encode(text));
    return joined(word(8 + value.length), word(i + 1), value);
  });
  return box("meta", FULL, handler, keys, box("ilst", ...items));
}
