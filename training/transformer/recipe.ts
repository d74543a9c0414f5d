/**
 * Trains the transformer on Tinyworld, on the codes of a finished tokenizer.
 * Data: new scenes at every step, half of them 64×64; most steps paint from a caption, with a plan in words
 * between caption and picture for most of them; some describe a picture.
 * Steps: AdamW, clipping, self-correction of the input codes, scale weights, a tenth of the captions dropped.
 * The running average of the weights is what ships. Time and scores to expect: `docs/training-log.md`.
 */
import type { ModelConfig } from "../../model/config.ts";
import { initialiseRows, type ParameterRow } from "../../model/parameter-row.ts";
import { modelParameters } from "../../model/parameters.ts";
import type { Grid } from "../../model/schedule.ts";
import { chatPrompt } from "../../model/text/chat.ts";
import type { TextTokenizer } from "../../model/text/tokenizer.ts";
import type { TokenizerConfig } from "../../model/vision/config.ts";
import { checkWeights } from "../../model/weights.ts";
import type { Backend, Executable } from "../../runtime/backends/backend.ts";
import {
  adam,
  chain,
  clipNorm,
  constant,
  createRng,
  decay,
  f32,
  type HostTensor,
  i32,
  mapNamed,
  type Named,
  randomKey,
  rate,
  uniforms,
} from "../../runtime/tensor/index.ts";
import { rateAt } from "../schedule.ts";
import { drawScenes, joinArrays, pixelShape, tokenizerBatch } from "../tokenizer/batch.ts";
import { type Bucket, Trainer } from "../trainer.ts";
import { state } from "../world/caption.ts";
import { describe } from "../world/describe.ts";
import { plan } from "../world/plan.ts";
import type { Scene } from "../world/scene.ts";
import type { Sprites } from "../world/sprites.ts";
import { type Canvas, canvases } from "../world/vocabulary.ts";
import { type Correction, cellCount, encodeProgram } from "./codes.ts";
import { codeFeatures, firstProjection, PROJECTION, withWholeHead } from "./head.ts";
import { type BatchShape, batchInputs, transformerLoss } from "./loss.ts";
import { drawRows, type SequenceRows, type Task, tellRows } from "./rows.ts";

export interface TransformerRecipe {
  readonly steps: number;
  /** Images a step. */
  readonly batch: number;
  /** Text rows of a sequence; a caption that needs more is drawn anew. */
  readonly textRows: Readonly<Record<Task, number>>;
  /** Highest and last learning rate. */
  readonly rates: readonly [number, number];
  readonly weightDecay: number;
  /** Share of the running average that stays at each step. */
  readonly averageKeep: number;
  /** Share of captions left empty, for guidance (spec §3.2); no plan follows half of them. */
  readonly dropped: number;
  /** Share of the other captions after which a plan is written before the image. */
  readonly planned: number;
  /** Every how many steps one describes pictures instead of painting. */
  readonly tellEvery: number;
  readonly correction: Correction;
  /**
   * Exponent of the scale weights (paper §3.2.3: 0.9 for its schedule of grids that all differ). With 0.9 each grid weighs
   * the same, and three grids of one cell would take half of the loss.
   */
  readonly alpha: number;
  readonly seed: number;
}

export const transformerRecipe: TransformerRecipe = {
  steps: 5000,
  batch: 24,
  textRows: { draw: 48, tell: 36 },
  rates: [2e-3, 5e-5],
  weightDecay: 0.05,
  averageKeep: 0.998,
  dropped: 0.1,
  planned: 0.85,
  tellEvery: 10,
  correction: { share: 0.15, topK: 4, temperature: 0.25 },
  alpha: 0.5,
  seed: 1,
};

export interface TransformerRun {
  readonly backend: Backend;
  readonly config: ModelConfig & TokenizerConfig;
  readonly tokenizer: TextTokenizer;
  /** Weights of the transformer to begin with; random ones where none are given. */
  readonly first?: Named<HostTensor> | undefined;
  /** The finished tokenizer's weights and codebook. */
  readonly vision: Named<HostTensor>;
  readonly grids: Readonly<Record<Canvas, readonly Grid[]>>;
  readonly sprites: Sprites;
  readonly recipe: TransformerRecipe;
}

export interface TransformerMetrics {
  /** Steps taken. */
  readonly step: number;
  readonly task: Task;
  readonly loss: number;
  readonly gradientNorm: number;
  /** draw: nats a code of each grid, then nats a word of the plan; tell: nats a word. */
  readonly nats: readonly number[];
}

/** The trainer at the start of a run, or where `state` left it. The codebook does not learn. */
export function startTransformer(run: TransformerRun, state?: Named<HostTensor>): Trainer {
  const { backend, config, recipe } = run;
  const rows = modelParameters(config).filter(({ name }) => !isCodebook(name));
  const decays = new Set(rows.filter((row) => row.decay).map((row) => row.name));
  const options = {
    backend,
    optimiser: chain(
      clipNorm(1),
      adam(),
      decay(recipe.weightDecay, (name) => decays.has(name)),
      rate(),
    ),
    weights: firstWeights(run, rows),
    buckets: buckets(run),
  };
  return state ? Trainer.resume(options, state) : Trainer.start(options);
}

/** A checkpoint's weights under a projection that adds nothing yet, or random ones. */
function firstWeights({ config, recipe, vision, first }: TransformerRun, rows: readonly ParameterRow[]) {
  const projection = firstProjection(config, codeFeatures(vision), recipe.seed);
  if (!first) return { ...initialiseRows(rows, recipe.seed), [PROJECTION]: projection };
  checkWeights(rows, first);
  return { ...first, [PROJECTION]: { ...projection, data: new Float32Array(projection.data.length) } };
}

const isCodebook = (name: string): boolean => name.startsWith("vision.codebook.");

/** Makes the batches of a run and takes its steps. */
export interface TransformerSteps {
  next(): Promise<TransformerMetrics>;
  close(): Promise<void>;
}

export function transformerSteps(run: TransformerRun, trainer: Trainer): TransformerSteps {
  const encoders = new Map<Canvas, Promise<Executable>>();
  const encoder = (canvas: Canvas) => {
    const known = encoders.get(canvas) ?? compileEncoder(run, canvas);
    encoders.set(canvas, known);
    return known;
  };
  return {
    next: async () => {
      const { recipe } = run;
      const step = trainer.steps;
      const task: Task = step % recipe.tellEvery === recipe.tellEvery - 1 ? "tell" : "draw";
      const canvas = createRng(recipe.seed, "canvas", step).pick<Canvas>(["1:1", "1:1", "5:3", "3:5"]);
      const inputs = await makeBatch(run, await encoder(canvas), canvas, task, step);
      const metrics = await trainer.step({
        bucket: `${task} ${canvas}`,
        inputs,
        rate: rateAt(step, recipe),
        averageKeep: Math.min(recipe.averageKeep, step / (step + 10)),
      });
      const figure = (name: string) => metrics[name]?.data[0] ?? 0;
      const nats = [...(metrics.nats?.data ?? [])];
      return { step: trainer.steps, task, loss: figure("loss"), gradientNorm: figure("gradientNorm"), nats };
    },
    close: async () => {
      for (const executable of encoders.values()) await (await executable).release();
    },
  };
}

async function compileEncoder({ backend, config, grids, vision, recipe }: TransformerRun, canvas: Canvas) {
  const shape = pixelShape(recipe.batch, canvas);
  return backend.compile(encodeProgram(vision, config, grids[canvas], shape, recipe.correction), { bind: vision });
}

async function makeBatch(run: TransformerRun, encoder: Executable, canvas: Canvas, task: Task, step: number) {
  const { recipe, sprites, grids } = run;
  const scenes = drawScenes(recipe.batch, canvas, "seen", recipe.seed, "transformer", step);
  const cells = cellCount(grids[canvas]);
  const drawn = uniforms(randomKey(recipe.seed, "correction", step), 2 * recipe.batch * cells);
  const encoded = await encoder.run({
    pixels: tokenizerBatch(scenes, sprites).pixels,
    uniforms: f32(drawn, [2, recipe.batch * cells]),
  });
  const codes = (await encoded.inputs?.read()) as HostTensor;
  const nearest = (await encoded.targets?.read()) as HostTensor;
  const rows = scenes.map((scene, i) => sceneRows(run, scene, canvas, task, step, i));
  const { batch } = recipe;
  const textRows = recipe.textRows[task];
  const total = rows[0]?.groups.length as number;
  return {
    ids: i32(
      joinArrays(
        rows.map((r) => r.ids),
        Int32Array,
      ),
      [batch, textRows],
    ),
    positions: f32(
      joinArrays(
        rows.map((r) => r.positions),
        Float32Array,
      ),
      [batch, total, 3],
    ),
    groups: i32(
      joinArrays(
        rows.map((r) => r.groups),
        Int32Array,
      ),
      [batch, total],
    ),
    codes,
    targets: nearest,
    words: i32(
      joinArrays(
        rows.map((r) => r.targets),
        Int32Array,
      ),
      [batch, textRows],
    ),
    weights: f32(
      joinArrays(
        rows.map((r) => r.weights),
        Float32Array,
      ),
      [batch, textRows],
    ),
  };
}

function sceneRows(
  run: TransformerRun,
  scene: Scene,
  canvas: Canvas,
  task: Task,
  step: number,
  i: number,
): SequenceRows {
  const { tokenizer, config, grids, recipe } = run;
  const rng = createRng(recipe.seed, "caption", step, i);
  const context = { tokenizer, config, grids: grids[canvas], length: recipe.textRows[task] };
  if (task === "tell") return tellRows(context, describe(scene));
  if (rng.uniform() < recipe.dropped) return drawRows(context, "", rng.uniform() < 0.5 ? plan(scene, []) : null);
  const planned = rng.uniform() < recipe.planned;
  for (;;) {
    const { text, objects } = state(scene, rng);
    const words = planned
      ? plan(
          scene,
          objects.map(({ kind }) => kind),
        )
      : null;
    const length = chatPrompt(tokenizer, { user: text }).length + tokenizer.encode(words ?? "").length;
    if (length <= context.length) return drawRows(context, text, words);
  }
}

function buckets({ config, grids, vision, recipe }: TransformerRun): Record<string, Bucket> {
  const frozen = mapNamed(Object.fromEntries(Object.entries(vision).filter(([name]) => isCodebook(name))), (value) =>
    constant(value),
  );
  const features = codeFeatures(vision);
  const entries = (Object.keys(canvases) as Canvas[]).flatMap((canvas) =>
    (["draw", "tell"] as const).map((task): [string, Bucket] => {
      const { batch: images, textRows, alpha } = recipe;
      const shape: BatchShape = { task, grids: grids[canvas], batch: images, length: textRows[task], alpha };
      const batch = batchInputs(shape);
      return [
        `${task} ${canvas}`,
        {
          batch: Object.values(batch),
          loss: (weights) =>
            transformerLoss(config, shape, { ...withWholeHead(config, weights, features), ...frozen }, batch),
        },
      ];
    }),
  );
  return Object.fromEntries(entries);
}
