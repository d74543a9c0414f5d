import { defineNode, port } from "../../runtime/workflow/index.ts";
import { writeNewPicture } from "../pictures/write-new-picture.ts";
import { link } from "../ports.ts";

/** Writes pictures as PNG files, each under the next free number. */
export const saveImage = defineNode({
  type: "nextscale/save-image",
  version: 1,
  title: "Save Image",
  category: "image",
  description: "Writes each picture as PREFIX_00001.png, or the next number that is free, into the folder of results.",
  output: true,
  inputs: { image: link.image, prefix: port.text({ default: "picture", description: "The name before the number." }) },
  outputs: {},
  run: async ({ image, prefix }, ctx) => {
    for (const picture of image) {
      ctx.signal.throwIfAborted();
      ctx.preview({ height: picture.height, width: picture.width, channels: 3, pixels: picture.data });
      ctx.file(await writeNewPicture(ctx.folder, prefix, picture, ctx.source));
    }
    return {};
  },
});
