import { parseConfig } from "../../model/config.ts";
import { loadTextTokenizer } from "../../model/text/tokenizer.ts";
import { exportJson, exportWeights, VISION_FILE } from "../export.ts";
import { canvasGrids, TINY_VOCABULARY, tinyBackbone } from "../tiny.ts";
import { loadFinishedTokenizer } from "./load-tokenizer.ts";
import { type TransformerRecipe, transformerRecipe } from "./recipe.ts";
import { trainWorldBpe } from "./text.ts";

/** Everything that a transformer's training needs beside a device and pictures, around the tokenizer in `folder`. */
export async function prepareTransformer(folder: string, changes: Partial<TransformerRecipe>) {
  const recipe = { ...transformerRecipe, ...changes };
  const vision = await loadFinishedTokenizer(folder);
  const tokenizerJson = trainWorldBpe(TINY_VOCABULARY, recipe.seed);
  const tokenizer = loadTextTokenizer(tokenizerJson);
  const json = { ...tinyBackbone, vocab_size: tokenizer.vocabSize, ...vision.config };
  return {
    recipe,
    tokenizer,
    config: { ...parseConfig(json), vision: vision.config.vision },
    vision: vision.weights,
    grids: canvasGrids(vision.config),
    /** Writes all of the checkpoint but the transformer's own weights, which training adds. */
    writeCheckpoint: async (to: string): Promise<void> => {
      await exportJson(to, "config.json", json);
      await exportJson(to, "tokenizer.json", tokenizerJson);
      await exportWeights(to, VISION_FILE, vision.weights);
    },
  };
}
