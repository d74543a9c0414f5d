import sharp from "sharp";
import type { Picture } from "../../model/vision/codec.ts";

/** The bytes of a PNG file; equal pictures give equal bytes. */
export async function encodePng({ height, width, data }: Picture): Promise<Uint8Array> {
  return sharp(data, { raw: { height, width, channels: 3 } })
    .png({ compressionLevel: 9 })
    .toBuffer();
}
