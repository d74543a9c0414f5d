import { openBackend } from "../../runtime/backends/devices.ts";
import { createProgress, type Io, line, type Progress } from "../../runtime/cli/index.ts";
import { detailRecipe, tinyDetail } from "../../training/detail/recipe.ts";
import { trainDetail } from "../../training/detail/train.ts";
import { exportJson, TOKENIZER_FILE } from "../../training/export.ts";
import { changedRecipe, recipeOfRun } from "../../training/recipe-file.ts";
import { openRunFolder } from "../../training/run-folder.ts";
import { canvasGrids, tinyVision } from "../../training/tiny.ts";
import { tokenizerRecipe } from "../../training/tokenizer/recipe.ts";
import { decoderRecipe } from "../../training/tokenizer/refine.ts";
import { type TrainOptions, trainTokenizer } from "../../training/tokenizer/train.ts";
import { trainDecoder } from "../../training/tokenizer/train-decoder.ts";
import { loadFinishedTokenizer } from "../../training/transformer/load-tokenizer.ts";
import { prepareTransformer } from "../../training/transformer/prepare.ts";
import { transformerRecipe } from "../../training/transformer/recipe.ts";
import { trainTransformer } from "../../training/transformer/train.ts";
import { loadSprites } from "../../training/world/sprites.ts";
import { findCheckpoint } from "../checkpoint/find.ts";
import { sampleTraining } from "./sample-training.ts";

interface TrainingInput {
  readonly steps: number | undefined;
  readonly recipe: string | undefined;
  readonly seed: number | undefined;
  readonly resume: boolean;
  readonly device: string;
  readonly out: string;
}

interface BatchInput {
  readonly batch: number | undefined;
}

export async function runTokenizerTraining(
  input: TrainingInput & BatchInput & { readonly from: string | undefined },
  io: Io,
): Promise<void> {
  const recipe = await recipeFor(tokenizerRecipe, input);
  const from = input.from === undefined ? undefined : findCheckpoint(input.from).folder;
  const first = from === undefined ? undefined : (await loadFinishedTokenizer(from)).weights;
  await train(input, io, "train tokenizer", recipe.steps, async (options, backend) => {
    const run = {
      backend,
      config: tinyVision,
      stride: tinyVision.stride,
      grids: canvasGrids(tinyVision),
      recipe,
      first,
    };
    const score = await trainTokenizer({ ...run, sprites: await loadSprites() }, options);
    line(io.stdout, `shapes ${score.shapes.toFixed(2)} dB, with emoji ${score.emoji.toFixed(2)} dB`);
  });
}

interface TransformerInput extends TrainingInput {
  readonly tokenizer: string;
  readonly from: string | undefined;
  readonly words: string | undefined;
}

export async function runTransformerTraining(input: TransformerInput, io: Io): Promise<void> {
  const from = input.from === undefined ? undefined : findCheckpoint(input.from).folder;
  const prepared = await prepareTransformer({
    tokenizer: input.tokenizer,
    from,
    run: input.resume ? input.out : undefined,
    donor: input.words === undefined ? undefined : findCheckpoint(input.words).folder,
    recipe: await recipeFor(transformerRecipe, input),
  });
  await train(input, io, "train transformer", prepared.recipe.steps, async (options, backend) => {
    await prepared.writeCheckpoint(options.folder.checkpoint);
    const sample = (step: number) => sampleTraining(options.folder, step, input.device);
    await trainTransformer({ ...prepared, backend, sprites: await loadSprites() }, options, sample);
    line(io.stdout, options.folder.checkpoint);
  });
}

export async function runDecoderTraining(
  input: TrainingInput & BatchInput & { readonly tokenizer: string },
  io: Io,
): Promise<void> {
  const { config, weights } = await loadFinishedTokenizer(input.tokenizer);
  const recipe = await recipeFor(decoderRecipe, input);
  await train(input, io, "train decoder", recipe.steps, async (options, backend) => {
    await exportJson(options.folder.checkpoint, TOKENIZER_FILE, config);
    const run = { backend, config, stride: config.stride, grids: canvasGrids(config), recipe, vision: weights };
    const score = await trainDecoder({ ...run, sprites: await loadSprites() }, options);
    line(io.stdout, `shapes ${score.shapes.toFixed(2)} dB, with emoji ${score.emoji.toFixed(2)} dB`);
  });
}

export async function runDetailTraining(
  input: TrainingInput & BatchInput & { readonly tokenizer: string },
  io: Io,
): Promise<void> {
  const { config, weights } = await loadFinishedTokenizer(input.tokenizer);
  const recipe = await recipeFor(detailRecipe, input);
  await train(input, io, "train detail", recipe.steps, async (options, backend) => {
    const common = { backend, config, stride: config.stride, grids: canvasGrids(config), recipe, vision: weights };
    const score = await trainDetail({ ...common, detail: tinyDetail, sprites: await loadSprites() }, options);
    line(io.stdout, `decoded ${score.without.toFixed(2)} dB, refined ${score.with.toFixed(2)} dB`);
  });
}

/** The recipe with what was given; a run that goes on begins with its own. */
async function recipeFor<R extends object>(
  defaults: R,
  { out, resume, recipe, steps, batch, seed }: TrainingInput & Partial<BatchInput>,
): Promise<R> {
  const own = resume ? await recipeOfRun(defaults, out) : defaults;
  const given = Object.entries({ steps, batch, seed }).filter(([, value]) => value !== undefined);
  return { ...(await changedRecipe(own, recipe)), ...Object.fromEntries(given) };
}

async function train(
  { out, resume, device }: TrainingInput,
  io: Io,
  label: string,
  total: number,
  work: (options: TrainOptions, backend: Awaited<ReturnType<typeof openBackend>>) => Promise<void>,
): Promise<void> {
  const folder = await openRunFolder(out);
  const backend = await openBackend({ device });
  let progress: Progress | undefined;
  try {
    const onProgress = (done: number, _: number, text: string) => {
      progress ??= createProgress(io, { total, label, from: done });
      progress.update(done, text);
    };
    await work({ folder, resume, signal: io.signal, onProgress, now: io.now }, backend);
  } finally {
    progress?.stop();
    await backend.close();
  }
}
