import type { Picture } from "../../model/vision/codec.ts";
import { type Metadata, writeMetadata } from "../../runtime/files/metadata/index.ts";
import { encodePng } from "./png.ts";
import { writeNewFile } from "./write-new-file.ts";

/** Writes a PNG that carries `texts` under the next free number. Throws as `writeNewFile`. */
export async function writeNewPicture(
  folder: string,
  prefix: string,
  picture: Picture,
  texts: Metadata = new Map(),
): Promise<string> {
  const pixels = await encodePng(picture);
  const bytes = texts.size === 0 ? pixels : writeMetadata(pixels, texts);
  return writeNewFile(folder, { prefix, ending: "png" }, bytes);
}
