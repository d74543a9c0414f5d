import type { Picture } from "../../model/vision/codec.ts";
import { defineNode, port } from "../../runtime/workflow/index.ts";
import { nodesErrors } from "../errors.ts";
import { link } from "../ports.ts";

/** Turns codes into pictures with the optional detail decoder. Paper §2.3. Throws NODES_NO_DETAIL. */
export const refineImage = defineNode({
  type: "nextscale/refine-image",
  version: 1,
  title: "Refine Image",
  category: "vision",
  description:
    "Turns codes into pictures as VQ Decode does and adds details that codes are too few to tell. Small things may change: leave it out where a picture must stay as it is.",
  device: true,
  inputs: {
    model: link.model,
    codes: link.codes,
    steps: port.integer({ min: 1, max: 64, default: 6, description: "Steps of the flow; 4 to 8 are enough." }),
    seed: port.seed({ default: 0, description: "Picture i of several has seed + i." }),
  },
  outputs: { image: link.image },
  run: async ({ model, codes: { grids, images }, steps, seed }, ctx) => {
    const { refiner } = model;
    if (!refiner) throw nodesErrors.NO_DETAIL({ checkpoint: model.name });
    const image: Picture[] = [];
    for (const [i, codes] of images.entries())
      image.push(
        await refiner.refine(codes, grids, {
          steps,
          seed: seed + i,
          signal: ctx.signal,
          onStep: (step) => ctx.progress(i * steps + step + 1, images.length * steps, "step"),
        }),
      );
    return { image };
  },
});
