import type { Picture } from "../../model/vision/codec.ts";
import { requireSameSize } from "./pairs.ts";

export const BLEND_MODES = ["normal", "add", "multiply", "screen", "lighten", "darken", "difference"] as const;
export type BlendMode = (typeof BLEND_MODES)[number];

/** Of two bytes as shares of 255. */
const rules: { readonly [K in BlendMode]: (below: number, above: number) => number } = {
  normal: (_below, above) => above,
  add: (below, above) => Math.min(1, below + above),
  multiply: (below, above) => below * above,
  screen: (below, above) => 1 - (1 - below) * (1 - above),
  lighten: Math.max,
  darken: Math.min,
  difference: (below, above) => Math.abs(below - above),
};

/** Two pictures of one size as one; `amount` 0 … 1 is how much of the effect. Throws NODES_SIZES_DIFFER. */
export function blendPictures(
  below: Picture,
  above: Picture,
  { mode, amount }: { readonly mode: BlendMode; readonly amount: number },
): Picture {
  requireSameSize(below, above);
  const rule = rules[mode];
  const data = below.data.map((byte, i) => {
    const effect = 255 * rule(byte / 255, (above.data[i] ?? 0) / 255);
    return Math.round((1 - amount) * byte + amount * effect);
  });
  return { height: below.height, width: below.width, data };
}
