import { defineNode, port } from "../../runtime/workflow/index.ts";
import { maskOf } from "../pictures/mask.ts";
import { link } from "../ports.ts";

/** A mask from brightness. */
export const imageToMask = defineNode({
  type: "nextscale/image-to-mask",
  version: 1,
  title: "Image To Mask",
  category: "image",
  description: "Makes masks of pictures by their brightness: white is 255, black 0; invert turns them round.",

  inputs: { image: link.image, invert: port.boolean({ default: false }) },
  outputs: { mask: link.mask },
  run: ({ image, invert }) => ({ mask: image.map((picture) => maskOf(picture, invert)) }),
});
