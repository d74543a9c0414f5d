import type { Picture } from "../../model/vision/codec.ts";
import { nodesErrors } from "../errors.ts";

export interface Part {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A rectangle of a picture. Throws NODES_OUTSIDE when it does not lie inside. */
export function cropPicture(picture: Picture, { left, top, width, height }: Part): Picture {
  if (left + width > picture.width || top + height > picture.height) {
    throw nodesErrors.OUTSIDE({
      part: `${width}×${height} at ${left}, ${top}`,
      picture: `${picture.width}×${picture.height}`,
    });
  }
  const data = new Uint8Array(3 * width * height);
  for (let row = 0; row < height; row++) {
    const from = 3 * ((top + row) * picture.width + left);
    data.set(picture.data.subarray(from, from + 3 * width), 3 * row * width);
  }
  return { height, width, data };
}
