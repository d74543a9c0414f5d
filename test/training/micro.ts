import { initialiseRows } from "../../model/parameter-row.ts";
import { loadTextTokenizer } from "../../model/text/tokenizer.ts";
import { codebookParameters, visionParameters } from "../../model/vision/parameters.ts";
import { parseCheckpointConfig } from "../../nodes/checkpoint/config.ts";
import type { HostTensor } from "../../runtime/tensor/index.ts";
import { trainBpe } from "../../training/bpe/train.ts";
import { canvasGrids } from "../../training/tiny.ts";
import { pieceCount } from "../../training/world/labels.ts";
import { loadSprites } from "../../training/world/sprites.ts";

/** A model small enough to train in a test: what the shipped one is, with all widths 16. */
const tokenizer = loadTextTokenizer(trainBpe(["a red star on a white background"], { vocabSize: 270 }));
export const micro = {
  tokenizer,
  config: parseCheckpointConfig({
    hidden_size: 16,
    num_hidden_layers: 1,
    num_attention_heads: 2,
    num_key_value_heads: 1,
    intermediate_size: 16,
    vocab_size: tokenizer.vocabSize,
    mrope_section: [1, 1, 2],
    rope_theta: 1e4,
    max_scales: 4,
    context_final_grid: true,
    qk_norm: true,
    codebook_size: 16,
    code_dims: [4, 4],
    normalize_codes: false,
    stride: 16,
    scales: [1, 2, 3, 4],
    vision: { strides: [16], widths: [16], blocks: [1], kernels: [1], semantic_classes: pieceCount },
  }).model,
  grids: canvasGrids({ scales: [1, 2, 3, 4], stride: 16 }),
  sprites: await loadSprites(),
} as const;

/** A visual tokenizer of random weights, codes of the features' size. */
export function microVision(seed = 1): Record<string, HostTensor> {
  const codebook = codebookParameters(micro.config).map((row) => ({ ...row, initial: { normal: 0.7 } }));
  return initialiseRows([...visionParameters(micro.config), ...codebook], seed);
}
