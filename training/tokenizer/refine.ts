/**
 * Refines the decoder alone, after the transformer's codes are settled (paper §2.1, third stage): encoder and codebook
 * stay as they are, so codes keep their meaning and any transformer trained on them profits.
 * Data: new scenes at every step; a few codes are drawn near the right ones, as a transformer would mistake them.
 */

import type { Grid } from "../../model/schedule.ts";
import type { TokenizerConfig } from "../../model/vision/config.ts";
import { decodePixels } from "../../model/vision/network.ts";
import { visionParameters } from "../../model/vision/parameters.ts";
import { codebookOf, sumOfCodes } from "../../model/vision/quantize.ts";
import type { Backend, Executable } from "../../runtime/backends/backend.ts";
import {
  adam,
  chain,
  clipNorm,
  constant,
  f32,
  type HostTensor,
  i32,
  input,
  mapNamed,
  type Named,
  randomKey,
  rate,
  type Tensor,
  uniforms,
} from "../../runtime/tensor/index.ts";
import { rateAt } from "../schedule.ts";
import { type Bucket, Trainer } from "../trainer.ts";
import { type Correction, cellCount, encodeProgram, splitGrids } from "../transformer/codes.ts";
import type { Sprites } from "../world/sprites.ts";
import { type Canvas, canvases } from "../world/vocabulary.ts";
import { canvasAt, drawScenes, joinArrays, pairedBatch, pixelShape, tokenizerBatch } from "./batch.ts";
import { mixDense } from "./dense.ts";

export interface DecoderRecipe {
  readonly steps: number;
  /** Images a step. */
  readonly batch: number;
  /** Highest and last learning rate. */
  readonly rates: readonly [number, number];
  readonly averageKeep: number;
  readonly correction: Correction;
  /**
   * Grids whose codes two paintings of a scene exchange (`repaint.ts`), outlines in even pairs and colours in odd ones; half
   * of the images are such pairs, so that the decoder keeps to what each code says. Null: ordinary scenes only.
   */
  readonly exchanged: { readonly outlines: number; readonly colors: number } | null;
  /** Share of the scenes that are filled with objects (`dense.ts`), 0 … 1: empty cells teach nothing. */
  readonly dense: number;
  readonly seed: number;
}

export const decoderRecipe: DecoderRecipe = {
  steps: 2500,
  batch: 32,
  rates: [1e-3, 2e-5],
  averageKeep: 0.997,
  correction: { share: 0.05, topK: 4, temperature: 0.25 },
  exchanged: { outlines: 2, colors: 1 },
  dense: 0.5,
  seed: 2,
};

export interface DecoderRun {
  readonly backend: Backend;
  readonly config: TokenizerConfig;
  readonly grids: Readonly<Record<Canvas, readonly Grid[]>>;
  readonly sprites: Sprites;
  /** The finished tokenizer with its codebook. */
  readonly vision: Named<HostTensor>;
  readonly recipe: DecoderRecipe;
}

/** The trainer at the start of a run, or where `state` left it. Only the decoder's weights learn. */
export function startDecoder(run: DecoderRun, state?: Named<HostTensor>): Trainer {
  const names = visionParameters(run.config)
    .map(({ name }) => name)
    .filter((name) => name.startsWith("vision.decoder."));
  const options = {
    backend: run.backend,
    optimiser: chain(clipNorm(1), adam({ beta2: 0.99 }), rate()),
    weights: Object.fromEntries(names.map((name) => [name, run.vision[name] as HostTensor])),
    buckets: buckets(run),
  };
  return state ? Trainer.resume(options, state) : Trainer.start(options);
}

/** Takes the recipe's next step and returns the mean squared error of pixels in −1…1. */
export async function decoderStep(
  run: DecoderRun,
  trainer: Trainer,
  encoder: (canvas: Canvas) => Promise<Executable>,
): Promise<number> {
  const { recipe, sprites, grids } = run;
  const step = trainer.steps;
  const canvas = canvasAt(step);
  const { pixels, pairs } = drawImages(recipe, sprites, canvas, step);
  const cells = recipe.batch * cellCount(grids[canvas]);
  const drawn = f32(uniforms(randomKey(recipe.seed, "decoder", step), 2 * cells), [2, cells]);
  const encoded = await (await encoder(canvas)).run({ pixels, uniforms: drawn });
  const codes = exchangeCodes((await encoded.inputs?.read()) as HostTensor, grids[canvas], pairs, recipe.exchanged);
  const metrics = await trainer.step({
    bucket: canvas,
    inputs: { pixels, codes },
    rate: rateAt(step, recipe),
    averageKeep: Math.min(recipe.averageKeep, step / (step + 10)),
  });
  return metrics.loss?.data[0] ?? 0;
}

/** Pictures of a step: some pairs first, if codes are exchanged, then ordinary scenes. */
function drawImages({ batch, seed, exchanged, dense }: DecoderRecipe, sprites: Sprites, canvas: Canvas, step: number) {
  const pairs = exchanged ? Math.floor(batch / 4) : 0;
  const drawn = drawScenes(batch - pairs, canvas, "seen", seed, "decoder", step);
  const scenes = mixDense(drawn, dense, canvas, seed, "decoder", step);
  const ordinary = tokenizerBatch(scenes.slice(pairs), sprites).pixels;
  if (pairs === 0) return { pixels: ordinary, pairs };
  const paired = pairedBatch(scenes.slice(0, pairs), { sprites, named: 1 }, seed, "decoder", step).pixels;
  const data = joinArrays([paired.data as Float32Array, ordinary.data as Float32Array], Float32Array);
  return { pixels: f32(data, [batch, ...paired.shape.slice(1)]), pairs };
}

/** Codes [B, N] of which the first images are `pairs`: each has its pair's codes of one grid from the other. */
export function exchangeCodes(
  codes: HostTensor,
  grids: readonly Grid[],
  pairs: number,
  exchanged: DecoderRecipe["exchanged"],
): HostTensor {
  if (!exchanged) return codes;
  const all = cellCount(grids);
  const data = Int32Array.from(codes.data);
  for (let pair = 0; pair < pairs; pair++) {
    const grid = pair % 2 === 0 ? exchanged.outlines : exchanged.colors;
    const start = cellCount(grids.slice(0, grid));
    const end = start + cellCount(grids.slice(grid, grid + 1));
    for (const [own, other] of [
      [2 * pair, 2 * pair + 1],
      [2 * pair + 1, 2 * pair],
    ] as const)
      data.set(codes.data.subarray(other * all + start, other * all + end), own * all + start);
  }
  return i32(data, codes.shape);
}

/** Compiles the frozen encoder of each canvas when it is first asked for. */
export function frozenEncoders({
  backend,
  config,
  grids,
  vision,
  recipe,
}: DecoderRun): (canvas: Canvas) => Promise<Executable> {
  const compiled = new Map<Canvas, Promise<Executable>>();
  return (canvas) => {
    const shape = pixelShape(recipe.batch, canvas);
    const make = () =>
      backend.compile(encodeProgram(vision, config, grids[canvas], shape, recipe.correction), { bind: vision });
    const ready = compiled.get(canvas) ?? make();
    compiled.set(canvas, ready);
    return ready;
  };
}

function buckets({ config, grids, vision, recipe: { batch } }: DecoderRun): Record<string, Bucket> {
  const codebook = codebookOf(mapNamed(vision, (value) => constant(value)));
  const entries = (Object.keys(canvases) as Canvas[]).map((canvas): [string, Bucket] => {
    const pixels = input("pixels", pixelShape(batch, canvas));
    const codes = input("codes", [batch, cellCount(grids[canvas])], "i32");
    const loss = (weights: Named<Tensor>) => {
      const sum = sumOfCodes(splitGrids(codes, grids[canvas]), codebook, grids[canvas], config.normalize_codes);
      return { loss: decodePixels(sum, weights, config).sub(pixels).square().mean(), metrics: {} };
    };
    return [canvas, { batch: [pixels, codes], loss }];
  });
  return Object.fromEntries(entries);
}
