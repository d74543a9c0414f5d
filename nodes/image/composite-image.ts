import { defineNode, port } from "../../runtime/workflow/index.ts";
import { compositePicture } from "../pictures/composite-picture.ts";
import { orLast } from "../pictures/pairs.ts";
import { link, MOST_SIDE } from "../ports.ts";

/** Lays pictures on pictures. */
export const compositeImage = defineNode({
  type: "nextscale/composite-image",
  version: 1,
  title: "Composite Image",
  category: "image",
  description: "Lays pictures on others at a place; a mask says where the upper one is seen. Lists repeat their last.",

  inputs: {
    below: link.image,
    above: link.image,
    mask: port.optional(link.mask),
    left: port.integer({
      min: -MOST_SIDE,
      max: MOST_SIDE,
      default: 0,
      unit: "px",
      description: "Of the upper picture.",
    }),
    top: port.integer({
      min: -MOST_SIDE,
      max: MOST_SIDE,
      default: 0,
      unit: "px",
      description: "Of the upper picture.",
    }),
  },
  outputs: { image: link.image },
  run: ({ below, above, mask, left, top }) => {
    const count = Math.max(below.length, above.length, mask?.length ?? 0, 1);
    const image = Array.from({ length: count }, (_, i) =>
      compositePicture(orLast(below, i), orLast(above, i), { mask: mask && orLast(mask, i), left, top }),
    );
    return { image };
  },
});
