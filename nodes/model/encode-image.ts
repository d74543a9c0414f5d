import { defineNode } from "../../runtime/workflow/index.ts";
import { encodePictures } from "../painting/encode-pictures.ts";
import { link } from "../ports.ts";

/** Turns pictures into the codes of every scale. Paper §2.1. */
export const encodeImage = defineNode({
  type: "nextscale/encode-image",
  version: 1,
  title: "Encode Image",
  category: "vision",
  description: "Turns a picture into the codes of every scale, cropped to the nearest shape the model has.",
  device: true,
  inputs: { model: link.model, image: link.image },
  outputs: { codes: link.codes },
  run: async ({ model, image }, { signal }) => ({ codes: await encodePictures(model, image, signal) }),
});
