import sharp from "sharp";
import type { Picture } from "../../model/vision/codec.ts";
import { nodesErrors } from "../errors.ts";
import { readColour } from "./colour.ts";
import { MOST_PIXELS } from "./most-pixels.ts";

export const FITS = ["cover", "contain", "fill", "inside"] as const;
export const FILTERS = ["lanczos3", "cubic", "linear", "nearest"] as const;

export interface ResizeWish {
  readonly width: number;
  readonly height: number;
  readonly fit: (typeof FITS)[number];
  readonly filter: (typeof FILTERS)[number];
  readonly background: string;
}

/** A picture at another size. Throws NODES_NOT_A_COLOUR, NODES_TOO_MANY_PIXELS. */
export async function resizePicture(picture: Picture, wish: ResizeWish): Promise<Picture> {
  const { width, height, fit, filter } = wish;
  if (width * height > MOST_PIXELS) throw nodesErrors.TOO_MANY_PIXELS({ width, height });
  const [r, g, b] = await readColour(wish.background);
  const raw = { height: picture.height, width: picture.width, channels: 3 } as const;
  const { data, info } = await sharp(picture.data, { raw })
    .resize(width, height, { fit, kernel: filter, background: { r, g, b } })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { height: info.height, width: info.width, data };
}
