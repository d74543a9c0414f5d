import sharp from "sharp";
import type { Picture } from "../../model/vision/codec.ts";
import { readBytes } from "../../runtime/files/read.ts";
import { nodesErrors } from "../errors.ts";
import { MOST_PIXELS } from "./most-pixels.ts";

/** The pixels of an image file, turned upright, on white where it is transparent. Throws FILE_*, NODES_NOT_A_PICTURE. */
export async function readPicture(path: string): Promise<Picture> {
  const bytes = await readBytes(path);
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: MOST_PIXELS })
      .rotate()
      .flatten({ background: "#ffffff" })
      .toColourspace("srgb")
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.channels === 3) return { height: info.height, width: info.width, data };
    throw new Error(`it has ${info.channels} channels`);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw nodesErrors.NOT_A_PICTURE({ path, problem }, { cause });
  }
}
