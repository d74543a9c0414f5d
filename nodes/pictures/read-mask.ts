import sharp from "sharp";
import { readBytes } from "../../runtime/files/read.ts";
import { nodesErrors } from "../errors.ts";
import { type Mask, maskOf } from "./mask.ts";
import { MOST_PIXELS } from "./most-pixels.ts";
import { readPicture } from "./read-picture.ts";

/** A mask from an image file: its opacity or its brightness. Throws FILE_*, NODES_NOT_A_PICTURE. */
export async function readMask(path: string, channel: "alpha" | "luminance"): Promise<Mask> {
  if (channel === "luminance") return maskOf(await readPicture(path));
  const bytes = await readBytes(path);
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: MOST_PIXELS })
      .rotate()
      .ensureAlpha()
      .extractChannel("alpha")
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { height: info.height, width: info.width, data };
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw nodesErrors.NOT_A_PICTURE({ path, problem }, { cause });
  }
}
