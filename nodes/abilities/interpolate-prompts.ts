import { defineNode, port } from "../../runtime/workflow/index.ts";
import { chooseCanvas } from "../painting/choose-canvas.ts";
import { interpolate } from "../painting/interpolate.ts";
import { showCodes } from "../painting/show-codes.ts";
import { aspect, link, sampling, watching } from "../ports.ts";

/** Pictures on the way from one prompt to another. */
export const interpolatePrompts = defineNode({
  type: "nextscale/interpolate-prompts",
  version: 1,
  title: "Interpolate Prompts",
  category: "abilities",
  description: "Paints pictures on the way from one prompt to another, all with the same seed.",
  device: true,
  inputs: {
    model: link.model,
    from: port.text({ default: "a red star on a white background", multiline: true }),
    to: port.text({ default: "a blue star on a white background", multiline: true }),
    count: port.integer({ min: 2, max: 32, default: 5, description: "Pictures, with both ends." }),
    seed: port.seed({ default: 0 }),
    aspect,
    ...sampling,
    ...watching,
  },
  outputs: { image: link.image, plan: port.text({ description: "Of both ends." }) },
  run: async ({ model, from, to, count, seed, aspect, preview, think, ...wish }, ctx) => {
    const { grids } = chooseCanvas(model, aspect);
    const shares = Array.from({ length: count }, (_, i) => i / (count - 1));
    const { pictures, plans } = await interpolate(model, {
      ...{ from, to, shares, seed, grids, thinking: think },
      ...wish,
      onScale: async (picture, codes) => {
        ctx.progress(picture * grids.length + codes.length, count * grids.length, "scale");
        if (preview) await showCodes(model, { grids, images: [codes] }, ctx);
      },
      signal: ctx.signal,
    });
    return { image: pictures, plan: plans.join("\n") };
  },
});
