import { join } from "node:path";
import { parseConfig } from "../../model/config.ts";
import { loadTextTokenizer } from "../../model/text/tokenizer.ts";
import { readText, readTextIfThere } from "../../runtime/files/read.ts";
import { exportJson, exportWeights, MODEL_FILE, VISION_FILE } from "../export.ts";
import { checkpointIn, loadTensors } from "../run-folder.ts";
import { canvasGrids, TINY_VOCABULARY, tinyBackbone, tinySampling } from "../tiny.ts";
import { loadFinishedTokenizer } from "./load-tokenizer.ts";
import type { TransformerRecipe } from "./recipe.ts";
import { sharpened } from "./sharpen.ts";
import { trainWorldBpe } from "./text.ts";
import type { Donor } from "./transplant.ts";

export interface PrepareOptions {
  /** Folder of a finished visual tokenizer. */
  readonly tokenizer: string;
  /** Checkpoint whose weights and words the run begins with, tokenizer too; it takes the place of `tokenizer`. */
  readonly from?: string | undefined;
  /** Checkpoint whose blocks and words the run begins with, on the codes of `tokenizer`. */
  readonly donor?: string | undefined;
  /** Folder of a run that goes on, if there is one: its codes and words are those of its checkpoint. */
  readonly run?: string | undefined;
  readonly recipe: TransformerRecipe;
}

/** Everything that a transformer's training needs beside a device and pictures. */
export async function prepareTransformer({ tokenizer: folder, from, donor, run, recipe }: PrepareOptions) {
  const begun = from ?? (run === undefined ? undefined : await checkpointOf(run));
  const vision = await loadFinishedTokenizer(begun ?? folder);
  const tokenizerJson: unknown =
    begun === undefined
      ? trainWorldBpe(TINY_VOCABULARY, recipe.seed)
      : JSON.parse(await readText(join(begun, "tokenizer.json")));
  const tokenizer = loadTextTokenizer(tokenizerJson);
  const json = {
    ...tinyBackbone,
    ...(recipe.accumulated ? { accumulated_inputs: true } : {}),
    vocab_size: tokenizer.vocabSize,
    ...vision.config,
    sampling: tinySampling,
  };
  return {
    recipe,
    tokenizer,
    config: { ...parseConfig(json), vision: vision.config.vision },
    vision: vision.weights,
    first: from === undefined ? undefined : sharpened(await loadTensors(join(from, MODEL_FILE)), recipe.sharpen),
    donor: donor === undefined ? undefined : await loadDonor(donor),
    grids: canvasGrids(vision.config),
    /** Writes all of the checkpoint but the transformer's own weights, which training adds. */
    writeCheckpoint: async (to: string): Promise<void> => {
      await exportJson(to, "config.json", json);
      await exportJson(to, "tokenizer.json", tokenizerJson);
      await exportWeights(to, VISION_FILE, vision.weights);
    },
  };
}

/** The checkpoint that a run has begun to write, if it has. */
async function checkpointOf(run: string): Promise<string | undefined> {
  const checkpoint = checkpointIn(run);
  return (await readTextIfThere(join(checkpoint, "config.json"))) === undefined ? undefined : checkpoint;
}

async function loadDonor(folder: string): Promise<Donor> {
  return {
    config: parseConfig(JSON.parse(await readText(join(folder, "config.json")))),
    tokenizer: loadTextTokenizer(JSON.parse(await readText(join(folder, "tokenizer.json")))),
    weights: await loadTensors(join(folder, MODEL_FILE)),
  };
}
