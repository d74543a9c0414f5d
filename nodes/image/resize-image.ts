import { defineNode, port } from "../../runtime/workflow/index.ts";
import { eachPicture } from "../pictures/each-picture.ts";
import { FILTERS, FITS, resizePicture } from "../pictures/resize-picture.ts";
import { link, MOST_SIDE } from "../ports.ts";

/** Pictures at another size. */
export const resizeImage = defineNode({
  type: "nextscale/resize-image",
  version: 1,
  title: "Resize Image",
  category: "image",
  description: "Brings pictures to a size: cover crops, contain pads, fill stretches, inside keeps the shape.",

  inputs: {
    image: link.image,
    width: port.integer({ min: 1, max: MOST_SIDE, default: 64, unit: "px", description: "Of the result." }),
    height: port.integer({ min: 1, max: MOST_SIDE, default: 64, unit: "px", description: "Of the result." }),
    fit: port.choice(FITS, { default: "cover", description: "What gives way when the shapes differ." }),
    filter: port.choice(FILTERS, { default: "lanczos3", description: "nearest keeps hard edges." }),
    background: port.text({ default: "#ffffff", description: "A colour: #rrggbb or a CSS name." }),
  },
  outputs: { image: link.image },
  run: async ({ image, ...wish }, { signal }) => ({
    image: await eachPicture(image, signal, (picture) => resizePicture(picture, wish)),
  }),
});
