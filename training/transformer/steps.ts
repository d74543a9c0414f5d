/** The transformer's training, step by step: what is trained, and the batch of each step. */
import { initialiseRows, type ParameterRow } from "../../model/parameter-row.ts";
import { modelParameters } from "../../model/parameters.ts";
import { checkWeights } from "../../model/weights.ts";
import type { Executable } from "../../runtime/backends/backend.ts";
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
import { joinArrays, pixelShape, tokenizerBatch } from "../tokenizer/batch.ts";
import { type Bucket, Trainer } from "../trainer.ts";
import type { Scene } from "../world/scene.ts";
import { type Canvas, canvases, drawCanvas } from "../world/vocabulary.ts";
import { cellCount, encodeProgram, keepAsShown } from "./codes.ts";
import { codeFeatures, firstProjection, PROJECTION, withWholeHead } from "./head.ts";
import { type LengthClass, lengthClasses, lessonOf, pickClass } from "./length-classes.ts";
import { type Exercise, exercises } from "./lesson.ts";
import { type BatchShape, batchInputs, sequenceLength, transformerLoss } from "./loss.ts";
import type { TransformerMetrics, TransformerRun } from "./recipe.ts";
import { lessonRows } from "./rows.ts";
import { sameCodes, transplant } from "./transplant.ts";
import { rememberWords } from "./word-memo.ts";

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

/** A checkpoint's weights under a projection that adds nothing yet, or new ones. */
function firstWeights(run: TransformerRun, rows: readonly ParameterRow[]) {
  const { config, recipe, vision, first, donor } = run;
  const projection = firstProjection(config, codeFeatures(vision), recipe.seed);
  const nothing = { ...projection, data: new Float32Array(projection.data.length) };
  if (!first) {
    const fresh = initialiseRows(rows, recipe.seed);
    if (!donor) return { ...fresh, [PROJECTION]: projection };
    return { ...transplant(fresh, run, donor), [PROJECTION]: sameCodes(config, donor) ? nothing : projection };
  }
  checkWeights(rows, first);
  return { ...first, [PROJECTION]: nothing };
}

const isCodebook = (name: string): boolean => name.startsWith("vision.codebook.");

/** Makes the batches of a run and takes its steps. */
export interface TransformerSteps {
  next(): Promise<TransformerMetrics>;
  close(): Promise<void>;
}

export function transformerSteps(given: TransformerRun, trainer: Trainer): TransformerSteps {
  const run = { ...given, tokenizer: rememberWords(given.tokenizer) };
  const { recipe } = run;
  const encoders = new Map<string, Promise<Executable>>();
  const encoder = (canvas: Canvas, images: number) => {
    const key = `${canvas} ${images}`;
    const known = encoders.get(key) ?? compileEncoder(run, canvas, images);
    encoders.set(key, known);
    return known;
  };
  const classes = classesOf(run);
  const mixed = exercises.flatMap((ability): [Exercise, number][] => [[ability, recipe.mix[ability] ?? 0]]);
  return {
    next: async () => {
      const step = trainer.steps;
      const rng = createRng(recipe.seed, "step", step);
      const canvas = drawCanvas(rng);
      const ability = drawAbility(mixed, rng.uniform());
      const chosen = pickClass(classes[ability], rng);
      const shape = shapeOf(run, canvas, chosen);
      const inputs = await makeBatch(run, encoder, { canvas, ability, chosen, shape }, step);
      const metrics = await trainer.step({
        bucket: bucketName(canvas, chosen),
        inputs,
        rate: rateAt(step, recipe),
        averageKeep: Math.min(recipe.averageKeep, step / (step + 10)),
      });
      const figure = (name: string) => metrics[name]?.data[0] ?? 0;
      const nats = [...(metrics.nats?.data ?? [])];
      return { step: trainer.steps, ability, loss: figure("loss"), gradientNorm: figure("gradientNorm"), nats };
    },
    close: async () => {
      for (const executable of encoders.values()) await (await executable).release();
    },
  };
}

/** The classes of every ability that is mixed in. */
function classesOf({ tokenizer, recipe }: TransformerRun): Readonly<Record<Exercise, readonly LengthClass[]>> {
  const entries = exercises.map((ability) => [
    ability,
    recipe.mix[ability] ? lengthClasses(ability, tokenizer, recipe) : [],
  ]);
  return Object.fromEntries(entries);
}

function drawAbility(mixed: readonly (readonly [Exercise, number])[], uniform: number): Exercise {
  let left = uniform * mixed.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [ability, weight] of mixed) {
    left -= weight;
    if (left < 0) return ability;
  }
  return "draw";
}

/** Without images a program is the same on every canvas. */
const bucketName = (canvas: Canvas, { slots, length }: LengthClass): string =>
  slots === "" ? `words ${length}` : `${canvas} ${slots} ${length}`;

/** As many sequences as fit the recipe's rows. */
function shapeOf({ grids, recipe }: TransformerRun, canvas: Canvas, { slots, length }: LengthClass): BatchShape {
  const shape = { slots, grids: grids[canvas], length, alpha: recipe.alpha };
  return { ...shape, batch: Math.max(1, Math.floor(recipe.rows / sequenceLength(shape))) };
}

async function compileEncoder(
  { backend, config, grids, vision, recipe }: TransformerRun,
  canvas: Canvas,
  images: number,
) {
  const shape = pixelShape(images, canvas);
  return backend.compile(encodeProgram(vision, config, grids[canvas], shape, recipe.correction), { bind: vision });
}

interface Chosen {
  readonly canvas: Canvas;
  readonly ability: Exercise;
  readonly chosen: LengthClass;
  readonly shape: BatchShape;
}

type Encoder = (canvas: Canvas, images: number) => Promise<Executable>;

async function makeBatch(
  run: TransformerRun,
  encoder: Encoder,
  { canvas, ability, chosen, shape }: Chosen,
  step: number,
) {
  const { recipe, grids, tokenizer, config } = run;
  const { batch, length, slots } = shape;
  const lessons = Array.from({ length: batch }, (_, i) =>
    lessonOf(
      chosen,
      recipe.lengths,
      ability,
      { tokenizer, ...recipe, canvas },
      createRng(recipe.seed, "lesson", step, i),
    ),
  );
  const scenes = lessons.flatMap(({ segments }): Scene[] =>
    segments.flatMap((each) => (each.type === "image" ? [each.scene] : [])),
  );
  const rows = lessons.map((lesson) => lessonRows(lesson, { config, grids: grids[canvas], length }));
  const ints = (pick: (row: (typeof rows)[number]) => Int32Array) => joinArrays(rows.map(pick), Int32Array);
  const floats = (pick: (row: (typeof rows)[number]) => Float32Array) => joinArrays(rows.map(pick), Float32Array);
  const total = sequenceLength(shape);
  return {
    ids: i32(
      ints((r) => r.ids),
      [batch, length],
    ),
    positions: f32(
      floats((r) => r.positions),
      [batch, total, 3],
    ),
    groups: i32(
      ints((r) => r.groups),
      [batch, total],
    ),
    ...(scenes.length > 0 && (await codesOf(run, encoder, scenes, { canvas, slots, step }))),
    words: i32(
      ints((r) => r.targets),
      [batch, length + slots.length],
    ),
    weights: f32(
      floats((r) => r.weights),
      [batch, length + slots.length],
    ),
  };
}

/** Codes of the scenes of a batch, sequence by sequence: as they are read, and as they are to be drawn. */
async function codesOf(
  { recipe, sprites, grids }: TransformerRun,
  encoder: Encoder,
  scenes: readonly Scene[],
  { canvas, slots, step }: { readonly canvas: Canvas; readonly slots: string; readonly step: number },
) {
  const cells = cellCount(grids[canvas]);
  const images = scenes.length;
  const drawn = keepAsShown(
    uniforms(randomKey(recipe.seed, "correction", step), 2 * images * cells),
    grids[canvas],
    Array.from({ length: images }, (_, i) => slots[i % slots.length] === "c"),
  );
  const encode = await encoder(canvas, images);
  const encoded = await encode.run({
    pixels: tokenizerBatch(scenes, sprites).pixels,
    uniforms: f32(drawn, [2, images * cells]),
  });
  const codes = async (name: "inputs" | "targets") =>
    i32(Int32Array.from((await encoded[name]?.read())?.data ?? []), [images / slots.length, slots.length, cells]);
  return { codes: await codes("inputs"), targets: await codes("targets") };
}

function buckets(run: TransformerRun): Record<string, Bucket> {
  const { config, vision } = run;
  const frozen = mapNamed(Object.fromEntries(Object.entries(vision).filter(([name]) => isCodebook(name))), (value) =>
    constant(value),
  );
  const features = codeFeatures(vision);
  const all = Object.values(classesOf(run)).flat();
  const entries = (Object.keys(canvases) as Canvas[]).flatMap((canvas) =>
    all.map((chosen): [string, Bucket] => {
      const shape = shapeOf(run, canvas, chosen);
      const batch = batchInputs(shape);
      const loss = (weights: Parameters<Bucket["loss"]>[0]) =>
        transformerLoss(config, shape, { ...withWholeHead(config, weights, features), ...frozen }, batch);
      return [bucketName(canvas, chosen), { batch: Object.values(batch), loss }];
    }),
  );
  return Object.fromEntries(entries);
}
