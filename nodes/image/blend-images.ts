import { defineNode, port } from "../../runtime/workflow/index.ts";
import { BLEND_MODES, blendPictures } from "../pictures/blend-pictures.ts";
import { pairs } from "../pictures/pairs.ts";
import { link } from "../ports.ts";

/** Two pictures as one. */
export const blendImages = defineNode({
  type: "nextscale/blend-images",
  version: 1,
  title: "Blend Images",
  category: "image",
  description: "Mixes pictures of equal size, pixel by pixel; the shorter list repeats its last picture.",

  inputs: {
    below: link.image,
    above: link.image,
    mode: port.choice(BLEND_MODES, { default: "normal" }),
    amount: port.number({ min: 0, max: 1, default: 0.5, description: "0 is below alone, 1 the whole effect." }),
  },
  outputs: { image: link.image },
  run: ({ below, above, mode, amount }) => ({
    image: pairs(below, above).map(([a, b]) => blendPictures(a, b, { mode, amount })),
  }),
});
