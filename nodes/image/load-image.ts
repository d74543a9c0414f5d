import { defineNode, port } from "../../runtime/workflow/index.ts";
import { fingerprintFile } from "../checkpoint/fingerprint.ts";
import { readPicture } from "../pictures/read-picture.ts";
import { link } from "../ports.ts";

/** Reads a picture from a file. */
export const loadImage = defineNode({
  type: "nextscale/load-image",
  version: 1,
  title: "Load Image",
  category: "image",
  description: "Reads a picture: PNG, JPEG, WebP, GIF, TIFF, AVIF or SVG.",
  inputs: { file: port.file({ default: "picture.png", description: "Path of the file." }) },
  outputs: { image: link.image, width: port.integer({ unit: "px" }), height: port.integer({ unit: "px" }) },
  fingerprint: ({ file }) => (file === undefined ? Number.NaN : fingerprintFile(file)),
  run: async ({ file }) => {
    const picture = await readPicture(file);
    return { image: [picture], width: picture.width, height: picture.height };
  },
});
