import { defineNode } from "../../runtime/workflow/index.ts";
import { decodeCodes } from "../painting/decode-codes.ts";
import { link } from "../ports.ts";

/** Turns codes into pictures. Grids that are not drawn yet count as zero. Paper §2.1. */
export const vqDecode = defineNode({
  type: "nextscale/vq-decode",
  version: 1,
  title: "VQ Decode",
  category: "vision",
  description: "Turns the codes of all scales into pictures.",
  device: true,
  inputs: { model: link.model, codes: link.codes },
  outputs: { image: link.image },
  run: async ({ model, codes }, { signal }) => ({ image: await decodeCodes(model, codes, signal) }),
});
