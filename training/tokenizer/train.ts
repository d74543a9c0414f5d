import { createCodec } from "../../model/vision/codec.ts";
import { CODE_BIAS } from "../../model/vision/parameters.ts";
import type { HostTensor } from "../../runtime/tensor/index.ts";
import { exportJson, exportWeights, normaliseCodeLength, TOKENIZER_FILE, VISION_FILE } from "../export.ts";
import { runTraining } from "../run.ts";
import type { RunFolder } from "../run-folder.ts";
import { loadTemplates } from "../score/templates.ts";
import { contactSheet } from "../sheet.ts";
import type { Split } from "../world/held-out.ts";
import { renderScene } from "../world/render.ts";
import { drawScenes } from "./batch.ts";
import { estimateCodeBias } from "./code-bias.ts";
import { biasOf, type CodeCounts, noCounts } from "./code-counts.ts";
import { codeRanges, forbidOthers } from "./parts.ts";
import { startTokenizer, type TokenizerRun, tokenizerStep } from "./recipe.ts";
import { scoreTokenizer, type TokenizerScore } from "./score.ts";
import { survival } from "./survival.ts";

export interface TrainOptions {
  readonly folder: RunFolder;
  /** Go on from the folder's saved state; false starts anew. */
  readonly resume: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number, text: string) => void;
  readonly now: () => number;
}

/** Name of the counts of codes in a saved state. */
const COUNTS = "run.counts";
const SAMPLE_EVERY = 500;
const SCORE_SCENES = 100;
const SHEET_SCENES = 24;
const SURVIVAL_SCENES = 60;

/**
 * Trains the tokenizer in `folder` and leaves its configuration and weights (running averages, half precision) in the
 * folder's checkpoint; returns the score of the result.
 */
export async function trainTokenizer(
  run: TokenizerRun & {
    readonly stride: number;
    /** Scenes of each split that `survival.ts` looks at. Default 60. */
    readonly survivors?: number;
  },
  { folder, resume, ...options }: TrainOptions,
): Promise<TokenizerScore> {
  const { grids, sprites, recipe, backend, stride, survivors = SURVIVAL_SCENES } = run;
  await folder.saveConfig({ config: run.config, recipe });
  const { [COUNTS]: saved, ...state } = (resume ? await folder.loadState() : undefined) ?? {};
  const trainer = startTokenizer(run, saved ? state : undefined);
  const counts = saved ?? noCounts(grids["1:1"].length, run.config.codebook_size);
  const templates = loadTemplates();
  const score = async (count: number) => {
    const { config, weights } = withBias(run, await trainer.readAll("average"));
    const codec = createCodec(config, weights, stride, (p, o) => backend.compile(p, o));
    const scenes = drawScenes(SHEET_SCENES, "1:1", "held-out", recipe.seed, "sheet");
    const originals = scenes.map((scene) => renderScene(scene, sprites));
    const pictures = [];
    for (const picture of originals)
      pictures.push(picture, await codec.decode(await codec.encode(picture, grids["1:1"]), grids["1:1"]));
    const result = await scoreTokenizer(codec, { grids, sprites, count, seed: recipe.seed });
    const survived = async (split: Split) =>
      survival(codec, { grids, sprites, templates: await templates, split, count: survivors, seed: recipe.seed });
    const [seen, heldOut] = [await survived("seen"), await survived("held-out")];
    await codec.release();
    return { result: { ...result, seen, heldOut }, sheet: await contactSheet(pictures, 8) };
  };
  await runTraining({
    ...options,
    trainer,
    folder,
    steps: recipe.steps,
    carried: () => ({ [COUNTS]: counts }),
    next: async () => {
      const { reconstruction, partial, ...figures } = await tokenizerStep(run, trainer, counts);
      const { codeNats, semantic, pieces, ink, revived } = figures;
      return {
        psnr: decibels(reconstruction),
        nats: codeNats,
        partial: decibels(partial),
        semantic,
        pieces,
        ink,
        revived,
      };
    },
    sampleEvery: SAMPLE_EVERY,
    sample: async (step) => {
      const { result, sheet } = await score(SCORE_SCENES / 4);
      const { count: _, ...figures } = result;
      await folder.log({ step, ...figures });
      await folder.saveFile(`sample-${String(step).padStart(6, "0")}.png`, sheet);
    },
  });
  const finished = await finish(run, normaliseCodeLength(await trainer.readAll("average")), counts);
  await exportWeights(folder.checkpoint, VISION_FILE, finished.weights);
  await exportJson(folder.checkpoint, TOKENIZER_FILE, { ...finished.config, stride });
  const codec = createCodec(finished.config, finished.weights, stride, (p, o) => backend.compile(p, o));
  const result = await scoreTokenizer(codec, { grids, sprites, count: SCORE_SCENES, seed: recipe.seed });
  await codec.release();
  await exportJson(folder.path, "scores.json", { step: trainer.steps, ...result });
  await trainer.close();
  return result;
}

/** The weights with a bias that only keeps grids to their own codes, for a look at a run that goes on. */
function withBias({ config, recipe: { parts } }: TokenizerRun, weights: Record<string, HostTensor>) {
  if (parts.length === 0) return { config, weights };
  const bias = forbidOthers(biasOf(noCounts(parts.length, config.codebook_size), []), parts);
  const biased = { ...config, vision: { ...config.vision, biased_grids: parts.length } };
  return { config: biased, weights: { ...weights, [CODE_BIAS]: bias } };
}

/** The weights with the bias that the recipe asks for, and the configuration that says so. */
async function finish(run: TokenizerRun, weights: Record<string, HostTensor>, counts: CodeCounts) {
  const { biasStrengths: strengths, parts, seed } = run.recipe;
  const config = {
    ...run.config,
    code_ranges: codeRanges(parts),
    vision: { ...run.config.vision, biased_grids: strengths.length },
  };
  if (strengths.length === 0) return { config, weights };
  const { bias } = await estimateCodeBias({ ...run, config, weights, strengths, parts, seed }, counts);
  return { config, weights: { ...weights, [CODE_BIAS]: bias } };
}

/** Peak signal-to-noise ratio of a mean squared error of pixels in −1…1. */
const decibels = (error: number): number => -10 * Math.log10(Math.max(error, 1e-9) / 4);
