import { defineNode, port } from "../../runtime/workflow/index.ts";
import { drawGrid } from "../painting/draw-grid.ts";
import { seedsFrom } from "../painting/seeds.ts";
import { showCodes } from "../painting/show-codes.ts";
import { link, sampling } from "../ports.ts";

/** Draws the codes of one grid, all cells at once, and shows the picture so far. Paper §3.2. */
export const scaleSampler = defineNode({
  type: "nextscale/scale-sampler",
  version: 1,
  title: "Scale Sampler",
  category: "model",
  description: "Draws the codes of one grid from their scores and adds them to those drawn before.",
  device: true,
  inputs: {
    model: link.model,
    logits: link.logits,
    codes: port.optional(link.codes),
    seed: port.seed({ default: 0, description: "Picture i of several has seed + i." }),
    ...sampling,
    preview: port.boolean({ default: true, description: "Show the picture after each scale." }),
  },
  outputs: { codes: link.codes },
  run: async ({ model, logits, codes: before, seed, preview, ...wish }, ctx) => {
    const seeds = seedsFrom(seed, logits.images);
    const codes = await drawGrid(model, logits, before, { seeds, ...wish });
    if (preview) await showCodes(model, codes, ctx);
    return { codes };
  },
});
