import { defineNode, port } from "../../runtime/workflow/index.ts";
import { differenceOf, psnrOf } from "../pictures/difference.ts";
import { pairs } from "../pictures/pairs.ts";
import { link } from "../ports.ts";

/** How far pictures are apart. */
export const compareImages = defineNode({
  type: "nextscale/compare-images",
  version: 1,
  title: "Compare Images",
  category: "image",
  description: "Measures how alike pictures of equal size are, in dB (100 is equal), and shows where they differ.",
  output: true,
  inputs: {
    a: link.image,
    b: link.image,
    gain: port.number({ min: 1, max: 255, default: 4, description: "Makes small differences visible." }),
  },
  outputs: { psnr: port.number({ unit: "dB" }), difference: link.image },
  run: ({ a, b, gain }, ctx) => {
    const both = pairs(a, b);
    const psnr = psnrOf(both);
    ctx.text(`PSNR ${psnr.toFixed(2)} dB`);
    return { psnr, difference: both.map(([one, other]) => differenceOf(one, other, gain)) };
  },
});
