import { join } from "node:path";
import { z } from "zod";
import { visionConfigSchema } from "../../model/vision/config.ts";
import { codebookParameters, visionParameters } from "../../model/vision/parameters.ts";
import { checkWeights } from "../../model/weights.ts";
import { parseJson } from "../../runtime/files/parse-json.ts";
import { readTextIfThere } from "../../runtime/files/read.ts";
import type { HostTensor } from "../../runtime/tensor/index.ts";
import { trainingErrors } from "../errors.ts";
import { TOKENIZER_FILE, VISION_FILE } from "../export.ts";
import { loadTensors } from "../run-folder.ts";

const schema = z.object({
  codebook_size: z.number().int().positive(),
  code_dims: z.tuple([z.number().int().positive(), z.number().int().positive()]),
  normalize_codes: z.boolean(),
  code_ranges: z.array(z.tuple([z.number().int().nonnegative(), z.number().int().positive()])).default([]),
  stride: z.number().int().positive(),
  scales: z.array(z.number().int().positive()).min(1),
  vision: visionConfigSchema,
});

/** A finished visual tokenizer: its keys of `config.json`, and its weights with the codebook. */
export interface FinishedTokenizer {
  readonly config: z.infer<typeof schema>;
  readonly weights: Record<string, HostTensor>;
}

/**
 * Reads what `trainTokenizer` left in `folder`, or the tokenizer of a whole checkpoint. Throws TRAINING_NO_TOKENIZER and
 * the errors of its files.
 */
export async function loadFinishedTokenizer(folder: string): Promise<FinishedTokenizer> {
  const text =
    (await readTextIfThere(join(folder, TOKENIZER_FILE))) ?? (await readTextIfThere(join(folder, "config.json")));
  if (text === undefined) throw trainingErrors.NO_TOKENIZER({ folder });
  const { data: config, error } = schema.safeParse(parseJson(text));
  if (!config) throw trainingErrors.NO_TOKENIZER({ folder }, { cause: error });
  const weights = await loadTensors(join(folder, VISION_FILE));
  checkWeights([...visionParameters(config), ...codebookParameters(config)], weights);
  return { config, weights };
}
