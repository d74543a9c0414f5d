import { z } from "zod";

/**
 * The visual tokenizer's own keys in `config.json`, under `vision`. Sizes are this project's choice: the paper's
 * tokenizer starts from SigLIP2 and a VQGAN (§2.1), which are not published with NextFlow.
 */
export const visionConfigSchema = z.object({
  /** Pixels per side of a cell at each stage, fine to coarse; the last is the tokenizer's stride. */
  strides: z.array(z.number().int().positive()).min(1).default([4, 8, 16]),
  /** Channels of each stage. */
  widths: z.array(z.number().int().positive()).min(1).default([64, 128, 256]),
  /** Residual blocks of each stage, in the encoder and again in the decoder. */
  blocks: z.array(z.number().int().nonnegative()).min(1).default([1, 2, 2]),
  /** Side of each stage's convolutions, odd; 1 mixes the channels of a cell only. */
  kernels: z.array(z.number().int().positive()).min(1).default([3, 3, 3]),
  /**
   * How many grids, from the coarsest on, prefer frequent codes over slightly nearer ones (entropy-constrained
   * quantisation, Chou et al. 1989): their scores have `vision.code_bias` added. 0: the nearest code always.
   */
  biased_grids: z.number().int().nonnegative().default(0),
  /**
   * Layers that the decoder paints over its own pixels: each is a mask of its pixels for every cell, times one colour of
   * the cell. A colour then goes with an outline that it was never seen with.
   */
  layers: z.number().int().nonnegative().default(0),
  /** Kinds of objects that the semantic half is taught to name; 0 leaves the semantic teacher out. */
  semantic_classes: z.number().int().nonnegative().default(0),
});

export type VisionConfig = z.infer<typeof visionConfigSchema>;

/** What the tokenizer needs to know of the whole model. */
export interface TokenizerConfig {
  readonly codebook_size: number;
  /** Numbers of a code's semantic and pixel half. */
  readonly code_dims: readonly [number, number];
  readonly normalize_codes: boolean;
  readonly vision: VisionConfig;
}
