import { defineNode, port } from "../../runtime/workflow/index.ts";
import { type Inpainted, inpaint } from "../painting/inpaint.ts";
import { showCodes } from "../painting/show-codes.ts";
import type { Codes } from "../painting/values.ts";
import { orLast } from "../pictures/pairs.ts";
import { link, sampling } from "../ports.ts";

/** Paints a part of a picture anew. */
export const inpaintNode = defineNode({
  type: "nextscale/inpaint",
  version: 1,
  title: "Inpaint",
  category: "model",
  description: "Paints what a mask covers anew, in view of the rest, whose codes are kept at every scale.",
  device: true,
  inputs: {
    model: link.model,
    image: link.image,
    mask: link.mask,
    prompt: port.text({ default: "", multiline: true, description: "What the whole picture shall show." }),
    seed: port.seed({ default: 0, description: "Picture i of several has seed + i." }),
    ...sampling,
    preview: port.boolean({ default: true, description: "Show the picture after each scale." }),
    think: port.optional(port.boolean({ description: "Plan the picture in words first; empty is the model's habit." })),
  },
  outputs: { image: link.image, plan: port.text() },
  run: async ({ model, image, mask, prompt, seed, preview, think, ...wish }, ctx) => {
    const made: Inpainted[] = [];
    for (const [i, picture] of image.entries()) {
      const onCodes = async (codes: Codes) => {
        ctx.progress(codes.images[0]?.length ?? 0, codes.grids.length, "scale");
        if (preview) await showCodes(model, codes, ctx);
      };
      const own = { picture, mask: orLast(mask, i), prompt, seed: seed + i, thinking: think };
      made.push(await inpaint(model, { ...own, ...wish, onCodes, signal: ctx.signal }));
    }
    return { image: made.map(({ picture }) => picture), plan: made.map(({ plan }) => plan).join("\n") };
  },
});
