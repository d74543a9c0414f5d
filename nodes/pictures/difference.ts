import type { Picture } from "../../model/vision/codec.ts";
import { requireSameSize } from "./pairs.ts";

/** What equal pictures have, where the formula has no end. */
const EQUAL_DB = 100;

/** Peak signal-to-noise ratio over all pairs together, in dB, at most 100. Throws NODES_SIZES_DIFFER. */
export function psnrOf(pairs: readonly (readonly [Picture, Picture])[]): number {
  let squares = 0;
  let bytes = 0;
  for (const [a, b] of pairs) {
    requireSameSize(a, b);
    for (const [i, byte] of a.data.entries()) squares += (byte - (b.data[i] ?? 0)) ** 2;
    bytes += a.data.length;
  }
  return squares === 0 ? EQUAL_DB : Math.min(EQUAL_DB, 10 * Math.log10((255 ** 2 * bytes) / squares));
}

/** Where two pictures differ: black is equal. Throws NODES_SIZES_DIFFER. */
export function differenceOf(a: Picture, b: Picture, gain: number): Picture {
  requireSameSize(a, b);
  const data = a.data.map((byte, i) => Math.min(255, Math.round(gain * Math.abs(byte - (b.data[i] ?? 0)))));
  return { height: a.height, width: a.width, data };
}
