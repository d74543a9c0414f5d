import type { Picture } from "../../model/vision/codec.ts";
import type { Mask } from "./mask.ts";
import { requireSameSize } from "./pairs.ts";

export interface Placing {
  /** As large as the upper picture. Default: all of it is seen. */
  readonly mask?: Mask | undefined;
  readonly left: number;
  readonly top: number;
}

/** A picture laid on another; what lies outside is not seen. Throws NODES_SIZES_DIFFER for a mask of another size. */
export function compositePicture(below: Picture, above: Picture, placing: Placing): Picture {
  // Pixels that sharp decoded are a Buffer, whose slice() would share them.
  const copy = { ...below, data: Uint8Array.from(below.data) };
  layOnto(copy, above, placing);
  return copy;
}

/** As `compositePicture`, but writes into the pixels of `below`: for pictures that nobody else holds yet. */
export function layOnto(below: Picture, above: Picture, { mask, left, top }: Placing): void {
  if (mask !== undefined) requireSameSize(above, mask);
  const { data } = below;
  for (let y = Math.max(0, -top); y < Math.min(above.height, below.height - top); y++) {
    for (let x = Math.max(0, -left); x < Math.min(above.width, below.width - left); x++) {
      const from = y * above.width + x;
      const to = 3 * ((y + top) * below.width + x + left);
      const share = (mask?.data[from] ?? 255) / 255;
      for (let c = 0; c < 3; c++) {
        data[to + c] = Math.round(share * (above.data[3 * from + c] ?? 0) + (1 - share) * (data[to + c] ?? 0));
      }
    }
  }
}
