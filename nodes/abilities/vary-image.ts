import { defineNode, port } from "../../runtime/workflow/index.ts";
import { encodePictures } from "../painting/encode-pictures.ts";
import { paint } from "../painting/paint.ts";
import { seedsFrom } from "../painting/seeds.ts";
import { showCodes } from "../painting/show-codes.ts";
import { link, MOST_IMAGES, sampling, watching } from "../ports.ts";

/** Paints a picture again from its coarse codes on. */
export const varyImage = defineNode({
  type: "nextscale/vary-image",
  version: 1,
  title: "Vary Image",
  category: "abilities",
  description: "Paints variations of a picture: coarse scales are kept, finer ones are drawn anew.",
  device: true,
  inputs: {
    model: link.model,
    image: link.image,
    prompt: port.text({ default: "", multiline: true, description: "What the picture shows." }),
    keep: port.integer({ min: 0, max: 64, default: 1, unit: "scales", description: "The more, the closer." }),
    count: port.integer({ min: 1, max: MOST_IMAGES, default: 4, description: "Variations of each picture." }),
    seed: port.seed({ default: 0, description: "Variation i has seed + i." }),
    ...sampling,
    ...watching,
  },
  outputs: { image: link.image, plan: port.text() },
  run: async ({ model, image, prompt, keep, count, seed, preview, think, ...wish }, ctx) => {
    const known = await encodePictures(model, image, ctx.signal);
    const { grids } = known;
    const wanted = known.images.flatMap((codes) => seedsFrom(seed, count).map((own) => ({ codes, seed: own })));
    const soFar: Int32Array[] = [];
    const { pictures, plans } = await paint(model, {
      prompts: wanted.map(() => prompt),
      seeds: wanted.map(({ seed: own }) => own),
      grids,
      thinking: think,
      ...wish,
      replace: (scale, i, drawn) => (scale < keep ? (wanted[i]?.codes[scale] ?? drawn) : drawn),
      onScale: async (scale, [first]) => {
        ctx.progress(scale + 1, grids.length, "scale");
        if (first !== undefined) soFar.push(first);
        if (preview) await showCodes(model, { grids, images: [soFar] }, ctx);
      },
      signal: ctx.signal,
    });
    return { image: pictures, plan: plans.join("\n") };
  },
});
