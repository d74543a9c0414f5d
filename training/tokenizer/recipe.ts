/**
 * Trains the visual tokenizer on Tinyworld.
 * Data: new scenes at every step, half of them 64×64, a quarter each 48×80 and 80×48; held-out combinations left out.
 * Steps: the first part without quantisation; then codes begin as k-means of real features, and codes that nobody used
 * for a while begin anew; in the last part rare codes cost more than frequent ones, so that the transformer has less to
 * learn. All along some pictures are decoded from their coarse grids only. The running average of the weights ships.
 * Time and scores to expect: `docs/training-log.md`.
 */
import { initialiseRows } from "../../model/parameter-row.ts";
import { type Grid, tokenCount } from "../../model/schedule.ts";
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
  mapNamed,
  type Named,
  program,
  rate,
  sameShape,
} from "../../runtime/tensor/index.ts";
import { rateAt } from "../schedule.ts";
import { type Bucket, Trainer } from "../trainer.ts";
import { backgroundNames, colorNames } from "../world/kinds.ts";
import { pieceCount } from "../world/labels.ts";
import type { Sprites } from "../world/sprites.ts";
import { backgrounds, type Canvas, canvases, colors } from "../world/vocabulary.ts";
import { canvasAt, drawScenes, GROUND_NUMBERS, INK_NUMBERS, pairedBatch, pixelShape, tokenizerBatch } from "./batch.ts";
import { biasOf, type CodeCounts, codeNats, countCodes } from "./code-counts.ts";
import { firstCodes, firstPartCodes, reviveCodes, revivePartCodes, taughtPartCodes } from "./codebook.ts";
import { emptyCodebook, readCodes, writeCodes } from "./codebook-weights.ts";
import { mixDense } from "./dense.ts";
import { continuousLoss, type Exchanged, quantizedLoss } from "./loss.ts";
import { forbidOthers, type Part } from "./parts.ts";

export interface TokenizerRecipe {
  readonly steps: number;
  /** Share of the steps without quantisation, 0 … 1. */
  readonly continuous: number;
  /** Share of the steps before rare codes begin to cost, 0 … 1; until then unused codes begin anew. */
  readonly free: number;
  /** Share of the images that are decoded from their coarse grids only, 0 … 1. */
  readonly dropped: number;
  /** Images a step. */
  readonly batch: number;
  /** Highest and last learning rate. */
  readonly rates: readonly [number, number];
  /** Steps after which codes that went unused begin anew; taught ones never do. */
  readonly reviveEvery: number;
  /** Share of the running average that stays at each step. */
  readonly averageKeep: number;
  /** λ of each grid in `code-counts.ts`, for code vectors of length √2; 0 for the nearest codes. */
  readonly biasStrengths: readonly number[];
  /** What each grid's codes may say (`parts.ts`); none: all grids share the whole codebook. */
  readonly parts: readonly Part[];
  /** What two paintings of a scene exchange (`repaint.ts`); null: scenes are painted once, as they are. */
  readonly exchanged: Exchanged | null;
  /** Share of shapes with a named colour, where scenes are painted twice; the others have any colour. */
  readonly named: number;
  /**
   * Each code of outlines is a piece that the teacher knows (`pieces.ts`); those of colours begin as means of inks, those
   * of the first part as means of backgrounds.
   */
  readonly taught: boolean;
  /** Weight of the semantic teacher beside the mean squared error of pixels; 0: codes are learnt from pixels alone. */
  readonly semantic: number;
  /** Share of the scenes that are filled with objects (`dense.ts`), 0 … 1. */
  readonly dense: number;
  readonly seed: number;
}

export const tokenizerRecipe: TokenizerRecipe = {
  steps: 3500,
  continuous: 0.143,
  free: 0.3,
  dropped: 0.1,
  batch: 32,
  rates: [1e-3, 2e-5],
  reviveEvery: 50,
  averageKeep: 0.997,
  biasStrengths: [0, 0, 0],
  parts: [
    // One for each background: with a λ, gray, light blue and light green became one code.
    { numbers: [72, 75], codes: backgroundNames.length },
    // One for each named colour, one for where there is none: with a λ, yellow and orange became one code.
    { numbers: [64, 68], codes: 9 },
    { numbers: [0, 64], codes: pieceCount },
  ],
  dense: 0.5,
  named: 1,
  taught: true,
  semantic: 0.03,
  exchanged: { outlines: [0, 64], colors: [64, 68] },
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
  /** Weights of another tokenizer to begin with; random ones where it has none of the same name and shape. */
  readonly first?: Named<HostTensor> | undefined;
  readonly recipe: TokenizerRecipe;
}

export interface TokenizerMetrics {
  /** Steps taken. */
  readonly step: number;
  /** Mean squared error of pixels in −1…1. */
  readonly reconstruction: number;
  /** The same of images decoded from their coarse grids only. */
  readonly partial: number;
  /** Nats of all codes of a square image, were each drawn by its own frequency. */
  readonly codeNats: number;
  /** Nats a cell of the semantic teacher; where codes are pieces it is told the right ones. */
  readonly semantic: number;
  /** Nats a cell of finding its piece by distance, where codes are pieces. */
  readonly pieces: number;
  /** Mean squared error of the inks that colours tell, in −1…1. */
  readonly ink: number;
  /** Codes that began anew at this step. */
  readonly revived: number;
}

/** The trainer at the start of a run, or where `state` left it. */
export function startTokenizer(run: TokenizerRun, state?: Named<HostTensor>): Trainer {
  const { backend, config } = run;
  const options = {
    backend,
    optimiser: chain(clipNorm(1), adam({ beta2: 0.99 }), rate()),
    weights: { ...firstWeights(run), ...emptyCodebook(config.codebook_size, config.code_dims) },
    buckets: buckets(run),
  };
  return state ? Trainer.resume(options, state) : Trainer.start(options);
}

function firstWeights({ config, first, recipe }: TokenizerRun): Named<HostTensor> {
  const rows = visionParameters(config);
  if (!first) return initialiseRows(rows, recipe.seed);
  const fresh = initialiseRows(rows, recipe.seed);
  return mapNamed(fresh, (value, name) => {
    const known = first[name];
    return known && sameShape(known.shape, value.shape) ? known : value;
  });
}

/** Takes the recipe's next step. `counts` are the codes seen lately, kept by the caller from step to step. */
export async function tokenizerStep(
  run: TokenizerRun,
  trainer: Trainer,
  counts: CodeCounts,
): Promise<TokenizerMetrics> {
  const { recipe, config, grids } = run;
  const step = trainer.steps;
  const first = Math.round(recipe.steps * recipe.continuous);
  if (step === first) await beginCodebook(run, trainer);
  const canvas = canvasAt(step);
  const metrics = await trainer.step({
    bucket: step < first ? `continuous ${canvas}` : canvas,
    inputs: {
      ...drawBatch(run, canvas, "tokenizer", step),
      last: lastGrids(recipe, grids[canvas].length, step),
      ...(step < first ? {} : { bias: await biasAt(run, trainer, counts, step) }),
    },
    rate: rateAt(step, recipe),
    averageKeep: Math.min(recipe.averageKeep, step / (step + 10)),
  });
  if (step >= first) countCodes(counts, metrics.codes?.data ?? [], grids[canvas], COUNTS_KEEP);
  let revived = 0;
  const isTaught = recipe.taught && recipe.parts.length > 0;
  if (!isTaught && step > first && step % recipe.reviveEvery === 0 && step < recipe.free * recipe.steps) {
    const codes = await readCodes(trainer);
    const rng = createRng(recipe.seed, "revive", step);
    const targets = metrics.targets?.data as Float32Array;
    const taken = metrics.codes?.data ?? [];
    revived =
      recipe.parts.length === 0
        ? reviveCodes(codes, counts, targets, rng)
        : revivePartCodes(codes, counts, { targets, taken }, grids[canvas], recipe.parts, rng);
    writeCodes(trainer, codes, config.code_dims);
  }
  const figure = (name: string) => metrics[name]?.data[0] ?? 0;
  return {
    step: trainer.steps,
    reconstruction: figure("reconstruction"),
    partial: figure("partial"),
    codeNats: codeNats(counts).reduce((sum, nats, k) => sum + nats * tokenCount([grids["1:1"][k] as Grid]), 0),
    semantic: figure("semantic"),
    pieces: figure("pieces"),
    ink: figure("ink"),
    revived,
  };
}

/** The pictures of a step. */
function drawBatch(
  { recipe: { batch, seed, exchanged, dense, named }, sprites }: TokenizerRun,
  canvas: Canvas,
  ...path: readonly (string | number)[]
) {
  const ordinary = drawScenes(exchanged ? batch / 2 : batch, canvas, "seen", seed, ...path);
  const scenes = mixDense(ordinary, dense, canvas, seed, ...path);
  return exchanged ? pairedBatch(scenes, { sprites, named }, seed, ...path) : tokenizerBatch(scenes, sprites);
}

async function biasAt({ recipe, config }: TokenizerRun, trainer: Trainer, counts: CodeCounts, step: number) {
  const square = meanSquare(await readCodes(trainer), config);
  return forbidOthers(biasOf(counts, strengthsAt(recipe, step, square)), recipe.parts);
}

/** Share of the counts that stays at each step. */
const COUNTS_KEEP = 0.99;

/** λ of each grid at a step, for codes of mean squared length `square`; they rise over a twentieth of the run. */
function strengthsAt({ steps, free, biasStrengths }: TokenizerRecipe, step: number, square: number): readonly number[] {
  const risen = Math.min(1, Math.max(0, (step / steps - free) / 0.05));
  return biasStrengths.map((strength) => (strength * risen * square) / 2);
}

const meanSquare = (codes: Float32Array, { codebook_size }: TokenizerConfig): number =>
  codes.reduce((sum, v) => sum + v * v, 0) / codebook_size;

/** Where the decoder's reading of each image ends: one-hot [batch, grids]. */
function lastGrids({ batch, dropped, exchanged, seed }: TokenizerRecipe, grids: number, step: number): HostTensor {
  const rng = createRng(seed, "dropped grids", step);
  const data = new Float32Array(batch * grids);
  let last = grids - 1;
  for (let i = 0; i < batch; i++) {
    // Images that exchange numbers end at the same grid.
    if (!exchanged || i % 2 === 0) last = rng.uniform() < dropped ? rng.integer(grids - 1) : grids - 1;
    data[i * grids + last] = 1;
  }
  return f32(data, [batch, grids]);
}

function buckets({ config, grids, recipe: { batch, ...sharing } }: TokenizerRun): Record<string, Bucket> {
  const entries = (Object.keys(canvases) as Canvas[]).flatMap((canvas): [string, Bucket][] => {
    const count = grids[canvas].length;
    const [h, w] = grids[canvas].at(-1) as Grid;
    const inputs = {
      pixels: input("pixels", pixelShape(batch, canvas)),
      labels: input("labels", [batch * h * w], "i32"),
      last: input("last", [batch, count]),
      inks: input("inks", [batch * h * w, INK_NUMBERS]),
      grounds: input("grounds", [batch * h * w, GROUND_NUMBERS]),
    };
    const bias = input("bias", [count, config.codebook_size]);
    return [
      [
        `continuous ${canvas}`,
        {
          batch: Object.values(inputs),
          loss: (weights) => continuousLoss(inputs, weights, config, grids[canvas], sharing),
        },
      ],
      [
        canvas,
        {
          batch: [...Object.values(inputs), bias],
          loss: (weights) => quantizedLoss({ ...inputs, bias }, weights, config, grids[canvas], sharing),
        },
      ],
    ];
  });
  return Object.fromEntries(entries);
}

/** Fills the codebook from features of images the run has not seen. */
async function beginCodebook(run: TokenizerRun, trainer: Trainer): Promise<void> {
  const { backend, config, recipe } = run;
  const weights = await trainer.readAll("weight");
  const symbols = Object.fromEntries(Object.entries(weights).map(([name, { shape }]) => [name, input(name, shape)]));
  const pixels = input("pixels", pixelShape(recipe.batch, "1:1"));
  const features = encodePixels(pixels, symbols, config);
  const encode = await backend.compile(program([pixels, ...Object.values(symbols)], { features }), { bind: weights });
  const all: number[] = [];
  const known: Record<"grounds" | "inks" | "pieces", number[]> = { grounds: [], inks: [], pieces: [] };
  const images = recipe.taught ? 3 * CODEBOOK_IMAGES : CODEBOOK_IMAGES;
  for (let at = 0; at < images; at += recipe.batch) {
    const batch = drawBatch(run, "1:1", "codebook", at);
    const result = await encode.run({ pixels: batch.pixels });
    all.push(...((await result.features?.read())?.data ?? []));
    known.grounds.push(...groundGroups(batch.grounds));
    known.inks.push(...inkGroups(batch.inks));
    known.pieces.push(...batch.labels.data);
  }
  await encode.release();
  const shape = [all.length / (Number(features.shape[1]) * Number(features.shape[2]) * Number(features.shape[3]))];
  const drawn = f32(all, [...shape, ...features.shape.slice(1).map(Number)]);
  writeCodes(trainer, firstCodebook(run, drawn, known), config.code_dims);
}

function firstCodebook(
  { config: { codebook_size: size }, grids, recipe: { parts, exchanged, taught, seed } }: TokenizerRun,
  features: HostTensor,
  { grounds, inks, pieces }: Readonly<Record<"grounds" | "inks" | "pieces", readonly number[]>>,
): Float32Array {
  const square = grids["1:1"];
  if (parts.length === 0) return firstCodes(features, square, size, seed);
  if (!taught || !exchanged) return firstPartCodes(features, square, parts, size, seed);
  const groups = parts.map(({ numbers: [first] }) =>
    Int32Array.from(first === exchanged.outlines[0] ? pieces : first === exchanged.colors[0] ? inks : grounds),
  );
  return taughtPartCodes(features, square, parts, groups, size, seed);
}

/** 0 where there is no ink, else the place of its name among the colours, from 1; −1 where it has no name. */
const inkGroups = ({ data }: HostTensor): readonly number[] =>
  Array.from({ length: data.length / INK_NUMBERS }, (_, i) => {
    const [r = 0, g = 0, b = 0, is = -1] = data.subarray(i * INK_NUMBERS, (i + 1) * INK_NUMBERS);
    return is < 0 ? 0 : namedInks.indexOf(bytes([r, g, b]));
  });

/** The place of each cell's background among all. */
const groundGroups = ({ data }: HostTensor): readonly number[] =>
  Array.from({ length: data.length / GROUND_NUMBERS }, (_, i) =>
    namedGrounds.indexOf(bytes([...data.subarray(i * GROUND_NUMBERS, (i + 1) * GROUND_NUMBERS)])),
  );

const bytes = (rgb: readonly number[]): string => rgb.map((v) => Math.round((v + 1) * 127.5)).join(" ");

const namedGrounds: readonly string[] = backgroundNames.map((name) => backgrounds[name].rgb.join(" "));

/** Code 0 of the colours is for cells without any. */
const namedInks: readonly string[] = ["none", ...colorNames.map((name) => colors[name].join(" "))];
