import { defineNode, port } from "../../runtime/workflow/index.ts";
import { fingerprintFile } from "../checkpoint/fingerprint.ts";
import { readMask } from "../pictures/read-mask.ts";
import { link } from "../ports.ts";

/** Reads a mask from a file. */
export const loadMask = defineNode({
  type: "nextscale/load-mask",
  version: 1,
  title: "Load Mask",
  category: "image",
  description: "Reads a mask from a picture: where it is opaque (alpha) or bright (luminance) it is 255.",

  inputs: {
    file: port.file({ default: "mask.png", description: "Path of the file." }),
    channel: port.choice(["alpha", "luminance"], { default: "luminance" }),
  },
  outputs: { mask: link.mask },
  fingerprint: ({ file = "" }) => fingerprintFile(file),
  run: async ({ file, channel }) => ({ mask: [await readMask(file, channel)] }),
});
