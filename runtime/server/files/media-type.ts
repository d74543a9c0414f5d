import { open } from "node:fs/promises";
import { fileError } from "../../files/system-error.ts";
import { serverErrors } from "../errors.ts";

/** Pictures that are decoded here; drawings that are programs (SVG) never are. */
export const PICTURES: ReadonlySet<string> = new Set([
  "image/png",
  "image/jpeg",
  "image/webp",
  "image/gif",
  "image/avif",
  "image/tiff",
]);

/** What files begin with: bytes as Latin-1 text from an offset on. */
const BEGINNINGS: readonly (readonly [offset: number, text: string, mediaType: string])[] = [
  [0, "\x89PNG\r\n\x1a\n", "image/png"],
  [0, "\xff\xd8\xff", "image/jpeg"],
  [0, "GIF8", "image/gif"],
  [8, "WEBP", "image/webp"],
  [0, "II*\0", "image/tiff"],
  [0, "MM\0*", "image/tiff"],
  [4, "ftypavif", "image/avif"],
  [4, "ftypavis", "image/avif"],
  [4, "ftyp", "video/mp4"],
  [0, "\x1aE\xdf\xa3", "video/webm"],
  [0, "OggS", "audio/ogg"],
  [0, "fLaC", "audio/flac"],
  [0, "ID3", "audio/mpeg"],
  [8, "WAVE", "audio/wav"],
];

/** What is known by the name alone. */
const ENDINGS: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  webp: "image/webp",
  gif: "image/gif",
  avif: "image/avif",
  tif: "image/tiff",
  tiff: "image/tiff",
  svg: "image/svg+xml",
  mp4: "video/mp4",
  webm: "video/webm",
  mp3: "audio/mpeg",
  wav: "audio/wav",
  txt: "text/plain",
  md: "text/markdown",
  csv: "text/csv",
  json: "application/json",
  html: "text/html",
  htm: "text/html",
  xhtml: "application/xhtml+xml",
  xml: "application/xml",
  js: "text/javascript",
  mjs: "text/javascript",
  css: "text/css",
};

/** The media type of a file by its name; bytes of unknown kind for a name that says nothing. */
export function mediaTypeOfName(name: string): string {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  return (Object.hasOwn(ENDINGS, ending) ? ENDINGS[ending] : undefined) ?? "application/octet-stream";
}

/**
 * The media type of a file by what it begins with, and by the name where that says nothing.
 * @throws SERVER_BAD_PICTURE when the name says picture and the bytes say otherwise.
 */
export async function mediaTypeOf(path: string, name: string): Promise<string> {
  const start = await beginning(path, name);
  const found = BEGINNINGS.find(([offset, text]) => start.startsWith(text, offset))?.[2];
  if (found !== undefined) return found;
  const said = mediaTypeOfName(name);
  if (PICTURES.has(said)) throw serverErrors.BAD_PICTURE({ name, problem: `it does not begin as ${said} does` });
  return said;
}

async function beginning(path: string, name: string): Promise<string> {
  try {
    const file = await open(path, "r");
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(32), 0, 32, 0);
      return buffer.toString("latin1", 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw fileError(cause, name, "read");
  }
}
