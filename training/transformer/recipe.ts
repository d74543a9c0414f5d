/**
 * Trains the transformer on Tinyworld, on the codes of a finished tokenizer.
 * Data: new lessons at every step, of the abilities that the recipe mixes; half of the canvases are square.
 * Steps: AdamW, clipping, self-correction of the input codes, scale weights, a tenth of the captions dropped. Each step
 * takes lessons of about equal length, as many as fit the recipe's rows (`length-classes.ts`).
 * The running average of the weights is what ships. Time and scores to expect: `docs/training-log.md`.
 */
import type { ModelConfig } from "../../model/config.ts";
import type { Grid } from "../../model/schedule.ts";
import type { TextTokenizer } from "../../model/text/tokenizer.ts";
import type { TokenizerConfig } from "../../model/vision/config.ts";
import type { Backend } from "../../runtime/backends/backend.ts";
import type { HostTensor, Named } from "../../runtime/tensor/index.ts";
import type { Sprites } from "../world/sprites.ts";
import type { Canvas } from "../world/vocabulary.ts";
import type { Correction } from "./codes.ts";
import type { Exercise } from "./lesson.ts";
import type { Donor } from "./transplant.ts";

export interface TransformerRecipe {
  readonly steps: number;
  /** Rows a step, padding among them: as many lessons are taken as fit. */
  readonly rows: number;
  /** Text rows that lessons are padded to, ascending; a longer lesson is drawn anew. */
  readonly lengths: readonly number[];
  /** How often a step is for an ability, in any unit. */
  readonly mix: Readonly<Partial<Record<Exercise, number>>>;
  /** Highest and last learning rate. */
  readonly rates: readonly [number, number];
  readonly weightDecay: number;
  /** Share of the running average that stays at each step. */
  readonly averageKeep: number;
  /** Share of captions left empty, for guidance (spec §3.2); no plan follows half of them. */
  readonly dropped: number;
  /** Share of the other captions after which a plan is written before the image, and of answers that begin with what is seen. */
  readonly planned: number;
  /** Share of conversations whose painted images are left out: only what is planned is learnt. */
  readonly unpainted: number;
  /** Share of lessons that leave out all images: what is seen in those shown is told, and only words of the answer are learnt. */
  readonly blind: number;
  readonly correction: Correction;
  /**
   * Exponent of the scale weights (paper §3.2.3: 0.9 for its schedule of grids that all differ). With 0.9 each grid weighs
   * the same, and grids of one cell would take much of the loss.
   */
  readonly alpha: number;
  /** A grid's rows carry the codes of all grids before it, not those of the last one alone (`accumulated_inputs`). */
  readonly accumulated: boolean;
  /** Factor on the gains of queries and keys that a run begins with (`sharpen.ts`), where it begins with a checkpoint. */
  readonly sharpen: number;
  readonly seed: number;
}

export const transformerRecipe: TransformerRecipe = {
  steps: 5000,
  rows: 2000,
  lengths: [32, 48, 64, 96, 160],
  mix: { draw: 90, describe: 10 },
  rates: [2e-3, 5e-5],
  weightDecay: 0.05,
  averageKeep: 0.998,
  dropped: 0.1,
  planned: 0.85,
  unpainted: 0.3,
  blind: 0.4,
  correction: { share: 0.15, topK: 4, temperature: 0.25 },
  alpha: 0.5,
  accumulated: false,
  sharpen: 1,
  seed: 1,
};

export interface TransformerRun {
  readonly backend: Backend;
  readonly config: ModelConfig & TokenizerConfig;
  readonly tokenizer: TextTokenizer;
  /** Weights of the transformer to begin with; random ones where none are given. */
  readonly first?: Named<HostTensor> | undefined;
  /** A model of other words and codes to begin with, where no `first` is given. */
  readonly donor?: Donor | undefined;
  /** The finished tokenizer's weights and codebook. */
  readonly vision: Named<HostTensor>;
  readonly grids: Readonly<Record<Canvas, readonly Grid[]>>;
  readonly sprites: Sprites;
  readonly recipe: TransformerRecipe;
}

export interface TransformerMetrics {
  /** Steps taken. */
  readonly step: number;
  readonly ability: Exercise;
  readonly loss: number;
  readonly gradientNorm: number;
  /** Nats a code of each grid where something was painted, then nats a word. */
  readonly nats: readonly number[];
}
