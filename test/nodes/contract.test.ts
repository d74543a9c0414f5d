import { describe, test } from "vitest";
import { builtinPack } from "../../nodes/registry.ts";
import { packContract } from "../../nodes/testing/index.ts";

const image = [{ height: 2, width: 2, data: Uint8Array.from({ length: 12 }, (_, i) => 20 * i) }];
const mask = [{ height: 2, width: 2, data: Uint8Array.of(0, 85, 170, 255) }];

describe("the built-in nodes keep the rules of every pack", async () => {
  const rules = await packContract(builtinPack, {
    samples: {
      "nextscale/load-model": null, // its output is a model, of which every loading makes another
      "nextscale/load-image": { file: "docs/pictures/samples.png" },
      "nextscale/load-mask": { file: "docs/pictures/samples.png" },
      "nextscale/switch": { a: "first" },
      "nextscale/blend-images": { below: image, above: image },
      "nextscale/compare-images": { a: image, b: image },
      "nextscale/composite-image": { below: image, above: image, mask },
      "nextscale/crop-image": { image, width: 1, height: 1 },
      "nextscale/grid-sheet": { image },
      "nextscale/image-to-mask": { image },
      "nextscale/pad-image": { image },
      "nextscale/preview-image": { image },
      "nextscale/resize-image": { image },
      "nextscale/save-image": { image },
      "nextscale/save-video": { image },
      "nextscale/reward-scene": { image, prompt: "a cat" },
      "nextscale/pick-best": { image, scores: [1] },
      "nextscale/collect-images": { a: image, b: image },
      "nextscale/repeat-images": { image },
      "nextscale/split-images": { image },
    },
  });
  for (const { rule, check } of rules) test(rule, check);
});
