/**
 * Trains the visual tokenizer on Tinyworld.
 * Data: new scenes at every step, half of them 64×64, a quarter each 48×80 and 80×48; held-out combinations left out.
 * Steps: the first part without quantisation; then codes begin as k-means of real features, and codes that nobody used
 * for a while begin anew. The running average of the weights is what ships.
 * Time and scores to expect: `docs/training-log.md`.
 */
import { initialiseRows } from "../../model/parameter-row.ts";
import type { Grid } from "../../model/schedule.ts";
import type { TokenizerConfig } from "../../model/vision/config.ts";
import { encodePixels } from "../../model/vision/network.ts";
import { visionParameters } from "../../model/vision/parameters.ts";
import type { Backend } from "../../runtime/backends/backend.ts";
import {
  adam,
  chain,
  clipNorm,
  createRng,
  f32,
  type HostTensor,
  input,
  type Named,
  program,
  rate,
} from "../../runtime/tensor/index.ts";
import { rateAt } from "../schedule.ts";
import { type Bucket, Trainer } from "../trainer.ts";
import type { Sprites } from "../world/sprites.ts";
import { type Canvas, canvases } from "../world/vocabulary.ts";
import { canvasAt, drawScenes, pixelShape, tokenizerBatch } from "./batch.ts";
import { firstCodes, reviveCodes } from "./codebook.ts";
import { emptyCodebook, readCodes, writeCodes } from "./codebook-weights.ts";
import { continuousLoss, quantizedLoss } from "./loss.ts";

export interface TokenizerRecipe {
  readonly steps: number;
  /** Share of the steps without quantisation, 0 … 1. */
  readonly continuous: number;
  /** Images a step. */
  readonly batch: number;
  /** Highest and last learning rate. */
  readonly rates: readonly [number, number];
  /** Steps after which codes that went unused begin anew; none do in the last fifth of the run. */
  readonly reviveEvery: number;
  /** Share of the running average that stays at each step. */
  readonly averageKeep: number;
  /** λ of each grid in `code-bias.ts`, for code vectors of length √2; empty for the nearest codes. */
  readonly biasStrengths: readonly number[];
  readonly seed: number;
}

export const tokenizerRecipe: TokenizerRecipe = {
  steps: 2400,
  continuous: 0.3,
  batch: 32,
  rates: [1e-3, 2e-5],
  reviveEvery: 100,
  averageKeep: 0.997,
  biasStrengths: [0.05, 0.05, 0.035, 0.03],
  seed: 1,
};

/** Images whose features the first codes are drawn from. */
const CODEBOOK_IMAGES = 1024;

export interface TokenizerRun {
  readonly backend: Backend;
  readonly config: TokenizerConfig;
  /** Grids of each canvas, coarse to fine. */
  readonly grids: Readonly<Record<Canvas, readonly Grid[]>>;
  readonly sprites: Sprites;
  readonly recipe: TokenizerRecipe;
}

export interface TokenizerMetrics {
  /** Steps taken. */
  readonly step: number;
  /** Mean squared error of pixels in −1…1. */
  readonly reconstruction: number;
  /** Nats a cell of the semantic teacher. */
  readonly semantic: number;
  /** Codes that began anew at this step. */
  readonly revived: number;
}

/** The trainer at the start of a run, or where `state` left it. */
export function startTokenizer(run: TokenizerRun, state?: Named<HostTensor>): Trainer {
  const { backend, config, recipe } = run;
  const options = {
    backend,
    optimiser: chain(clipNorm(1), adam({ beta2: 0.99 }), rate()),
    weights: {
      ...initialiseRows(visionParameters(config), recipe.seed),
      ...emptyCodebook(config.codebook_size, config.code_dims),
    },
    buckets: buckets(run),
  };
  return state ? Trainer.resume(options, state) : Trainer.start(options);
}

/** Takes the recipe's next step. `usage` [K] counts codes seen since codes were last revived; the caller keeps it. */
export async function tokenizerStep(run: TokenizerRun, trainer: Trainer, usage: Int32Array): Promise<TokenizerMetrics> {
  const { recipe, config, sprites } = run;
  const step = trainer.steps;
  const first = Math.round(recipe.steps * recipe.continuous);
  if (step === first) await beginCodebook(run, trainer);
  const canvas = canvasAt(step);
  const scenes = drawScenes(recipe.batch, canvas, "seen", recipe.seed, "tokenizer", step);
  const metrics = await trainer.step({
    bucket: step < first ? `continuous ${canvas}` : canvas,
    inputs: { ...tokenizerBatch(scenes, sprites) },
    rate: rateAt(step, recipe),
    averageKeep: Math.min(recipe.averageKeep, step / (step + 10)),
  });
  for (const code of metrics.codes?.data ?? []) usage[code] = (usage[code] as number) + 1;
  const due = step > first && step % recipe.reviveEvery === 0;
  let revived = 0;
  if (due && step < 0.8 * recipe.steps) {
    const codes = await readCodes(trainer);
    const rng = createRng(recipe.seed, "revive", step);
    revived = reviveCodes(codes, usage, metrics.targets?.data as Float32Array, rng);
    writeCodes(trainer, codes, config.code_dims);
  }
  if (due) usage.fill(0);
  const figure = (name: string) => metrics[name]?.data[0] ?? 0;
  return { step: trainer.steps, reconstruction: figure("reconstruction"), semantic: figure("semantic"), revived };
}

function buckets({ config, grids, recipe: { batch } }: TokenizerRun): Record<string, Bucket> {
  const entries = (Object.keys(canvases) as Canvas[]).flatMap((canvas): [string, Bucket][] => {
    const [h, w] = grids[canvas].at(-1) as Grid;
    const pixels = input("pixels", pixelShape(batch, canvas));
    const labels = input("labels", [batch * h * w], "i32");
    const inputs = { pixels, labels };
    return [
      [`continuous ${canvas}`, { batch: [pixels, labels], loss: (weights) => continuousLoss(inputs, weights, config) }],
      [canvas, { batch: [pixels, labels], loss: (weights) => quantizedLoss(inputs, weights, config, grids[canvas]) }],
    ];
  });
  return Object.fromEntries(entries);
}

/** Fills the codebook from features of images the run has not seen. */
async function beginCodebook(
  { backend, config, grids, sprites, recipe }: TokenizerRun,
  trainer: Trainer,
): Promise<void> {
  const weights = await trainer.readAll("weight");
  const symbols = Object.fromEntries(Object.entries(weights).map(([name, { shape }]) => [name, input(name, shape)]));
  const pixels = input("pixels", pixelShape(recipe.batch, "1:1"));
  const features = encodePixels(pixels, symbols, config);
  const encode = await backend.compile(program([pixels, ...Object.values(symbols)], { features }), { bind: weights });
  const all: number[] = [];
  for (let at = 0; at < CODEBOOK_IMAGES; at += recipe.batch) {
    const batch = tokenizerBatch(drawScenes(recipe.batch, "1:1", "seen", recipe.seed, "codebook", at), sprites);
    const result = await encode.run({ pixels: batch.pixels });
    all.push(...((await result.features?.read())?.data ?? []));
  }
  await encode.release();
  const shape = [all.length / (Number(features.shape[1]) * Number(features.shape[2]) * Number(features.shape[3]))];
  const drawn = f32(all, [...shape, ...features.shape.slice(1).map(Number)]);
  writeCodes(trainer, firstCodes(drawn, grids["1:1"], config.codebook_size, recipe.seed), config.code_dims);
}
