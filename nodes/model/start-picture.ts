import { defineNode, port } from "../../runtime/workflow/index.ts";
import { holdSequence } from "../painting/hold.ts";
import { openImages } from "../painting/open-images.ts";
import { promptTokens } from "../painting/prompt-tokens.ts";
import { link, MOST_IMAGES } from "../ports.ts";

/** Reads the prompt and opens the picture. Without `negative`, guidance steers away from the empty prompt. */
export const startPicture = defineNode({
  type: "nextscale/start-picture",
  version: 1,
  title: "Start Picture",
  category: "model",
  description: "Reads the prompt, and the negative one beside it for guidance, and opens the picture.",
  device: true,
  inputs: {
    model: link.model,
    tokens: link.tokens,
    grids: link.canvas,
    negative: port.optional(link.tokens),
    count: port.integer({ min: 1, max: MOST_IMAGES, default: 1, description: "Pictures drawn side by side." }),
  },
  outputs: { sequence: link.sequence },
  run: async ({ model, tokens, grids: { grids }, negative, count }) => {
    const context = await openImages(model, {
      prompts: Array.from({ length: count }, () => tokens.ids),
      negative: negative?.ids ?? promptTokens(model, ""),
      scales: grids.length,
    });
    return { sequence: holdSequence({ context, grids, images: count }) };
  },
});
