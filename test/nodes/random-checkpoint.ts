import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DetailConfig } from "../../model/detail/config.ts";
import { detailParameters } from "../../model/detail/network.ts";
import { initialiseRows } from "../../model/parameter-row.ts";
import { modelParameters } from "../../model/parameters.ts";
import { loadTextTokenizer } from "../../model/text/tokenizer.ts";
import { visionParameters } from "../../model/vision/parameters.ts";
import { parseCheckpointConfig } from "../../nodes/checkpoint/config.ts";
import { trainBpe } from "../../training/bpe/train.ts";
import { encodeTensors } from "../../training/run-folder.ts";

const captions = ["a red star", "a blue circle", "two cats", "a rocket on a black background", "a cat left of a star"];

export const tinyConfig = {
  hidden_size: 32,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  intermediate_size: 48,
  codebook_size: 16,
  code_dims: [4, 4],
  mrope_section: [2, 3, 3],
  rope_theta: 1e4,
  max_scales: 8,
  scales: [1, 2, 3, 4],
  stride: 16,
  context_final_grid: true,
  normalize_codes: false,
  vision: { strides: [16], widths: [16], blocks: [1], kernels: [1] },
};

/** Writes a checkpoint of random weights; its head is made loud, so that pictures depend on what was read. */
export async function writeRandomCheckpoint(
  folder: string,
  { detail }: { readonly detail?: DetailConfig } = {},
): Promise<string> {
  const tokenizer = trainBpe([...captions, ...captions], { vocabSize: 300 });
  const json = { ...tinyConfig, detail, vocab_size: loadTextTokenizer(tokenizer).vocabSize };
  const { model } = parseCheckpointConfig(json);
  const details = detail ? detailParameters(detail, model.code_dims[0] + model.code_dims[1]) : [];
  const weights = initialiseRows([...modelParameters(model), ...visionParameters(model), ...details], 1);
  const head = weights["lm_head.weight"];
  if (head !== undefined) for (const [i, x] of head.data.entries()) head.data[i] = 20 * x;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "config.json"), JSON.stringify(json));
  await writeFile(join(folder, "tokenizer.json"), JSON.stringify(tokenizer));
  await writeFile(join(folder, "model.safetensors"), encodeTensors(weights, { half: true }));
  return folder;
}
