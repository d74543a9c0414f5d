import { defineNode } from "../../runtime/workflow/index.ts";
import { link } from "../ports.ts";

/** Shows pictures without keeping them. */
export const previewImage = defineNode({
  type: "nextscale/preview-image",
  version: 1,
  title: "Preview Image",
  category: "image",
  description: "Shows pictures; no file is written.",
  output: true,
  inputs: { image: link.image },
  outputs: { image: link.image },
  run: ({ image }, ctx) => {
    for (const { height, width, data } of image) ctx.preview({ height, width, channels: 3, pixels: data });
    return { image };
  },
});
