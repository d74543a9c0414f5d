import { defineNode, port } from "../../runtime/workflow/index.ts";
import { eachPicture } from "../pictures/each-picture.ts";
import { padPicture } from "../pictures/pad-picture.ts";
import { link, MOST_SIDE } from "../ports.ts";

/** A border around pictures. */
export const padImage = defineNode({
  type: "nextscale/pad-image",
  version: 1,
  title: "Pad Image",
  category: "image",
  description: "Puts a border of one colour around each picture.",

  inputs: {
    image: link.image,
    left: port.integer({ min: 0, max: MOST_SIDE, default: 0, unit: "px", description: "Added at the left." }),
    top: port.integer({ min: 0, max: MOST_SIDE, default: 0, unit: "px", description: "Added above." }),
    right: port.integer({ min: 0, max: MOST_SIDE, default: 0, unit: "px", description: "Added at the right." }),
    bottom: port.integer({ min: 0, max: MOST_SIDE, default: 0, unit: "px", description: "Added below." }),
    colour: port.text({ default: "#ffffff", description: "A colour: #rrggbb or a CSS name." }),
  },
  outputs: { image: link.image },
  run: async ({ image, ...wish }, { signal }) => ({
    image: await eachPicture(image, signal, (picture) => padPicture(picture, wish)),
  }),
});
