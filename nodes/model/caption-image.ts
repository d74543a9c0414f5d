import { defineNode, port } from "../../runtime/workflow/index.ts";
import { captionCodes } from "../painting/caption-codes.ts";
import { link } from "../ports.ts";

/** Says what a picture shows. Pictures are read as codes, words are written token by token. */
export const captionImage = defineNode({
  type: "nextscale/caption",
  version: 1,
  title: "Caption",
  category: "text",
  description: "Says what a picture shows, in a sentence.",
  device: true,
  output: true,
  inputs: {
    model: link.model,
    codes: link.codes,
    limit: port.integer({ min: 1, max: 4096, default: 64, unit: "tokens", description: "Longest caption." }),
  },
  outputs: { text: port.text() },
  run: async ({ model, codes, limit }, ctx) => {
    const captions = await captionCodes(model, codes, { limit, signal: ctx.signal });
    for (const caption of captions) ctx.text(caption);
    return { text: captions.join("\n") };
  },
});
