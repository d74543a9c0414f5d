import type { Picture } from "../../model/vision/codec.ts";

/** MASK: one byte a pixel, rows from the top; 255 takes all of the upper picture, 0 nothing. */
export interface Mask {
  readonly height: number;
  readonly width: number;
  readonly data: Uint8Array;
}

/** The brightness of a picture (Rec. 709 weights) as a mask. */
export function maskOf({ height, width, data }: Picture, invert = false): Mask {
  const bytes = Uint8Array.from({ length: height * width }, (_, i) => {
    const [red = 0, green = 0, blue = 0] = data.subarray(3 * i, 3 * i + 3);
    const light = Math.round(0.2126 * red + 0.7152 * green + 0.0722 * blue);
    return invert ? 255 - light : light;
  });
  return { height, width, data: bytes };
}
