/** The shipped model's shape. 64×64 pixels are four by four cells at stride 16, told in 39 codes. */
import type { Grid } from "../model/schedule.ts";
import { scheduleFor } from "../model/schedule.ts";
import { pieceCount } from "./world/labels.ts";
import { type Canvas, canvases } from "./world/vocabulary.ts";

/** The visual tokenizer: its part of `config.json`. */
export const tinyVision = {
  codebook_size: 4096,
  code_dims: [64, 16] as [number, number],
  // Codes keep their length: with four grids only, later codes must be able to say less than earlier ones.
  normalize_codes: false,
  stride: 16,
  // One code for the background, then for each final cell its colour and its outline (`tokenizer/parts.ts`).
  scales: [1, 4, 4],
  // Tiles of 16×16 pixels by themselves, then three by three: objects of the world lie on this lattice.
  vision: {
    strides: [16, 16],
    widths: [768, 256],
    blocks: [1, 2],
    kernels: [1, 3],
    biased_grids: 0,
    layers: 2,
    semantic_classes: pieceCount,
  },
};

/** The transformer's part of `config.json`; `vocab_size` is the text tokenizer's. */
export const tinyBackbone = {
  hidden_size: 192,
  num_hidden_layers: 6,
  num_attention_heads: 6,
  num_key_value_heads: 3,
  intermediate_size: 512,
  // The slowest frequencies hardly turn over a lesson: words that are alike find each other however far apart they stand.
  // Where in a picture a cell is, its sinusoids tell.
  rope_theta: 10_000,
  mrope_section: [4, 6, 6] as [number, number, number],
  rms_norm_eps: 1e-6,
  position_range: 64,
  max_scales: 6,
  context_final_grid: true,
  qk_norm: true,
  // Plans name cells; rotary angles alone do not tell a cell which one it is.
  cell_sinusoid: true,
};

/** Sampling to begin with; what ships is tuned on the trained weights. */
export const tinySampling = {
  guidance: 0,
  temperature: 1,
  topK: 2,
  topP: 0.9,
  think: { temperature: 1, topP: 0.95, thoughts: true },
};

/** Text tokens that are learnt, control tokens among them. */
export const TINY_VOCABULARY = 1024;

/** The grids of each canvas of the world under a model's schedule. */
export const canvasGrids = (schedule: {
  readonly scales: readonly number[];
  readonly stride: number;
}): Record<Canvas, readonly Grid[]> =>
  Object.fromEntries(
    Object.entries(canvases).map(([name, { height, width }]) => [
      name,
      scheduleFor(schedule, { ratio: height / width }).grids,
    ]),
  ) as Record<Canvas, readonly Grid[]>;
