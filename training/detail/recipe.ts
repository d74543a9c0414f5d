/**
 * Trains the detail decoder on Tinyworld, after the tokenizer is finished.
 * Data: new scenes at every step, some of them dense; a few codes are drawn near the right ones, as a transformer would
 * mistake them. Loss: mean squared error of the velocity at a time drawn evenly (arXiv 2209.03003 Eq. 1).
 */
import type { DetailConfig } from "../../model/detail/config.ts";
import { detailParameters, timeRow, velocity } from "../../model/detail/network.ts";
import { initialiseRows } from "../../model/parameter-row.ts";
import type { Grid } from "../../model/schedule.ts";
import type { TokenizerConfig } from "../../model/vision/config.ts";
import { decodePixels } from "../../model/vision/network.ts";
import { codebookOf, sumOfCodes } from "../../model/vision/quantize.ts";
import type { Backend, Executable } from "../../runtime/backends/backend.ts";
import {
  adam,
  chain,
  clipNorm,
  f32,
  type HostTensor,
  i32,
  input,
  mapNamed,
  type Named,
  normals,
  type Program,
  program,
  randomKey,
  rate,
  uniforms,
} from "../../runtime/tensor/index.ts";
import { rateAt } from "../schedule.ts";
import { canvasAt, drawScenes, pixelShape, tokenizerBatch } from "../tokenizer/batch.ts";
import { mixDense } from "../tokenizer/dense.ts";
import { type Bucket, Trainer } from "../trainer.ts";
import { type Correction, cellCount, encodeProgram, splitGrids } from "../transformer/codes.ts";
import type { Sprites } from "../world/sprites.ts";
import { type Canvas, canvases } from "../world/vocabulary.ts";

export interface DetailRecipe {
  readonly steps: number;
  /** Images a step. */
  readonly batch: number;
  /** Highest and last learning rate. */
  readonly rates: readonly [number, number];
  readonly averageKeep: number;
  readonly correction: Correction;
  /** Share of the scenes that are filled with objects (`dense.ts`), 0 … 1. */
  readonly dense: number;
  readonly seed: number;
}

export const detailRecipe: DetailRecipe = {
  steps: 1500,
  batch: 16,
  rates: [2e-3, 5e-5],
  averageKeep: 0.995,
  correction: { share: 0.02, topK: 2, temperature: 0.25 },
  dense: 0.5,
  seed: 3,
};

/** The shipped detail decoder's shape. */
export const tinyDetail: DetailConfig = { patch: 4, width: 96, blocks: 4, noise: 0.2 };

export interface DetailRun {
  readonly backend: Backend;
  readonly config: TokenizerConfig;
  readonly detail: DetailConfig;
  readonly grids: Readonly<Record<Canvas, readonly Grid[]>>;
  readonly sprites: Sprites;
  /** The finished tokenizer with its codebook. */
  readonly vision: Named<HostTensor>;
  readonly recipe: DetailRecipe;
}

/** The trainer at the start of a run, or where `state` left it. Only the detail decoder's weights learn. */
export function startDetail(run: DetailRun, state?: Named<HostTensor>): Trainer {
  const rows = detailParameters(run.detail, channelsOf(run.config));
  const options = {
    backend: run.backend,
    optimiser: chain(clipNorm(1), adam({ beta2: 0.99 }), rate()),
    weights: initialiseRows(rows, run.recipe.seed),
    buckets: buckets(run),
  };
  return state ? Trainer.resume(options, state) : Trainer.start(options);
}

const channelsOf = ({ code_dims: [semantic, pixel] }: TokenizerConfig): number => semantic + pixel;

/** Takes the recipe's steps; what each returns is its mean squared error of the velocity. */
export function detailSteps(run: DetailRun, trainer: Trainer) {
  const frozen = new Map<Canvas, Promise<Frozen>>();
  const frozenFor = (canvas: Canvas) => {
    const known = frozen.get(canvas) ?? compileFrozen(run, canvas);
    frozen.set(canvas, known);
    return known;
  };
  return {
    next: async (): Promise<number> => {
      const step = trainer.steps;
      const canvas = canvasAt(step);
      const metrics = await trainer.step({
        bucket: canvas,
        inputs: await drawStates(run, await frozenFor(canvas), canvas, step),
        rate: rateAt(step, run.recipe),
        averageKeep: Math.min(run.recipe.averageKeep, step / (step + 10)),
      });
      return metrics.loss?.data[0] ?? 0;
    },
    close: async (): Promise<void> => {
      for (const each of frozen.values())
        for (const executable of Object.values(await each)) await executable.release();
    },
  };
}

/** What does not learn: pixels to codes, codes to what the flow begins with. */
interface Frozen {
  readonly encode: Executable;
  readonly decode: Executable;
}

async function compileFrozen({ backend, config, grids, vision, recipe }: DetailRun, canvas: Canvas): Promise<Frozen> {
  const pixels = pixelShape(recipe.batch, canvas);
  const encode = encodeProgram(vision, config, grids[canvas], pixels, recipe.correction);
  return {
    encode: await backend.compile(encode, { bind: vision }),
    decode: await backend.compile(decodeProgram(vision, config, grids[canvas], recipe.batch), { bind: vision }),
  };
}

/** `ids` i32 [B, N] → `sum` [B, h, w, C] and `decoded` [B, H, W, 3]. */
function decodeProgram(
  vision: Named<HostTensor>,
  config: TokenizerConfig,
  grids: readonly Grid[],
  batch: number,
): Program {
  const symbols = mapNamed(vision, ({ shape }, name) => input(name, shape));
  const ids = input("ids", [batch, cellCount(grids)], "i32");
  const sum = sumOfCodes(splitGrids(ids, grids), codebookOf(symbols), grids, config.normalize_codes);
  return program([ids, ...Object.values(symbols)], { sum, decoded: decodePixels(sum, symbols, config) });
}

/** Points on the paths of a step's pictures, each at a time of its own. */
async function drawStates({ recipe, sprites, grids, detail }: DetailRun, frozen: Frozen, canvas: Canvas, step: number) {
  const { batch, seed, dense } = recipe;
  const drawn = drawScenes(batch, canvas, "seen", seed, "detail", step);
  const { pixels } = tokenizerBatch(mixDense(drawn, dense, canvas, seed, "detail", step), sprites);
  const cells = batch * cellCount(grids[canvas]);
  const near = f32(uniforms(randomKey(seed, "detail", step), 2 * cells), [2, cells]);
  const encoded = await frozen.encode.run({ pixels, uniforms: near });
  const ids = (await encoded.inputs?.read()) as HostTensor;
  const begun = await frozen.decode.run({ ids: i32(Int32Array.from(ids.data), ids.shape) });
  const [decoded, codes] = await Promise.all([begun.decoded?.read(), begun.sum?.read()]);
  const noise = normals(randomKey(seed, "noise", step), pixels.data.length);
  const times = uniforms(randomKey(seed, "time", step), batch);
  return {
    end: pixels,
    decoded: decoded as HostTensor,
    codes: codes as HostTensor,
    noise: f32(
      noise.map((v) => v * detail.noise),
      pixels.shape,
    ),
    at: f32(times, [batch]),
    time: f32(Float32Array.from([...times].flatMap((time) => [...timeRow(time, detail.width)])), [batch, detail.width]),
  };
}

function buckets({ config, grids, detail, recipe: { batch } }: DetailRun): Record<string, Bucket> {
  const entries = (Object.keys(canvases) as Canvas[]).map((canvas): [string, Bucket] => {
    const shape = pixelShape(batch, canvas);
    const [h, w] = grids[canvas].at(-1) as Grid;
    const inputs = {
      end: input("end", shape),
      decoded: input("decoded", shape),
      noise: input("noise", shape),
      codes: input("codes", [batch, h, w, channelsOf(config)]),
      at: input("at", [batch]),
      time: input("time", [batch, detail.width]),
    };
    const { end, decoded, noise, codes, at, time } = inputs;
    const way = end.sub(decoded).sub(noise); // from the path's beginning to its end
    const pixels = decoded.add(noise).add(way.mul(at.reshape([batch, 1, 1, 1])));
    const loss: Bucket["loss"] = (weights) => ({
      loss: velocity({ pixels, decoded, codes, time }, weights, detail).sub(way).square().mean(),
      metrics: {},
    });
    return [canvas, { batch: Object.values(inputs), loss }];
  });
  return Object.fromEntries(entries);
}
