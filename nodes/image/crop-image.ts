import { defineNode, port } from "../../runtime/workflow/index.ts";
import { cropPicture } from "../pictures/crop-picture.ts";
import { eachPicture } from "../pictures/each-picture.ts";
import { link, MOST_SIDE } from "../ports.ts";

/** A part of each picture. */
export const cropImage = defineNode({
  type: "nextscale/crop-image",
  version: 1,
  title: "Crop Image",
  category: "image",
  description: "Cuts a rectangle out of each picture; it must lie inside.",

  inputs: {
    image: link.image,
    left: port.integer({ min: 0, max: MOST_SIDE, default: 0, unit: "px", description: "From the left edge." }),
    top: port.integer({ min: 0, max: MOST_SIDE, default: 0, unit: "px", description: "From the upper edge." }),
    width: port.integer({ min: 1, max: MOST_SIDE, default: 32, unit: "px", description: "Of the part." }),
    height: port.integer({ min: 1, max: MOST_SIDE, default: 32, unit: "px", description: "Of the part." }),
  },
  outputs: { image: link.image },
  run: async ({ image, ...wish }, { signal }) => ({
    image: await eachPicture(image, signal, (picture) => cropPicture(picture, wish)),
  }),
});
