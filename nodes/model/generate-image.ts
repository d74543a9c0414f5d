import { defineNode, port } from "../../runtime/workflow/index.ts";
import { chooseCanvas } from "../painting/choose-canvas.ts";
import { paint } from "../painting/paint.ts";
import { seedsFrom } from "../painting/seeds.ts";
import { showCodes } from "../painting/show-codes.ts";
import { aspect, link, MOST_IMAGES, sampling } from "../ports.ts";

/** From a prompt to pictures in one box; the same stages are nodes of their own. */
export const generateImage = defineNode({
  type: "nextscale/generate-image",
  version: 1,
  title: "Generate Image",
  category: "model",
  description: "Paints a prompt: all stages from text to picture in one box.",
  device: true,
  inputs: {
    model: link.model,
    prompt: port.text({ default: "", multiline: true }),
    seed: port.seed({ default: 0, description: "Picture i of several has seed + i." }),
    aspect,
    count: port.integer({ min: 1, max: MOST_IMAGES, default: 1, description: "Pictures drawn side by side." }),
    ...sampling,
    preview: port.boolean({ default: true, description: "Show the picture after each scale." }),
    think: port.optional(port.boolean({ description: "Plan the picture in words first; empty is the model's habit." })),
  },
  outputs: { image: link.image, codes: link.codes, plan: port.text() },
  run: async ({ model, prompt, seed, aspect, count, preview, think, ...wish }, ctx) => {
    const { grids } = chooseCanvas(model, aspect);
    const soFar: Int32Array[] = [];
    const { codes, pictures, plans } = await paint(model, {
      prompts: Array.from({ length: count }, () => prompt),
      seeds: seedsFrom(seed, count),
      grids,
      thinking: think,
      ...wish,
      signal: ctx.signal,
      onScale: async (scale, [first]) => {
        ctx.progress(scale + 1, grids.length, "scale");
        if (first !== undefined) soFar.push(first);
        if (preview) await showCodes(model, { grids, images: [soFar] }, ctx);
      },
    });
    return { image: pictures, codes: { grids, images: codes }, plan: plans.join("\n") };
  },
});
