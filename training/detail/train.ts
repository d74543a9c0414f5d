import { createRefiner } from "../../model/detail/refiner.ts";
import { createCodec } from "../../model/vision/codec.ts";
import { createRng, type HostTensor, type Named } from "../../runtime/tensor/index.ts";
import { DETAIL_FILE, exportJson, exportWeights } from "../export.ts";
import { runTraining } from "../run.ts";
import { contactSheet } from "../sheet.ts";
import { psnr } from "../tokenizer/score.ts";
import type { TrainOptions } from "../tokenizer/train.ts";
import { generateScene } from "../world/generate.ts";
import { renderScene } from "../world/render.ts";
import { drawCanvas } from "../world/vocabulary.ts";
import { type DetailRun, detailSteps, startDetail } from "./recipe.ts";

export interface DetailScore {
  /** Mean peak signal-to-noise ratio in dB of unseen scenes: as the tokenizer decodes them, and refined. */
  readonly without: number;
  readonly with: number;
  /** Scenes. */
  readonly count: number;
}

const SCORE_SCENES = 60;
const SHEET_SCENES = 16;
const SCORE_STEPS = 6;

/**
 * Trains the detail decoder in `folder`; leaves its weights (running averages, half precision), its part of `config.json`
 * and a sheet in the folder's checkpoint: each scene as it is, decoded, and refined. Returns the score.
 */
export async function trainDetail(
  run: DetailRun & { readonly stride: number },
  { folder, resume, ...options }: TrainOptions,
): Promise<DetailScore> {
  const { recipe, detail } = run;
  await folder.saveConfig({ config: run.config, detail, recipe });
  const trainer = startDetail(run, resume ? await folder.loadState() : undefined);
  const steps = detailSteps(run, trainer);
  const next = async () => ({ loss: await steps.next() });
  await runTraining({ ...options, trainer, folder, steps: recipe.steps, next });
  await steps.close();
  const weights = await trainer.readAll("average");
  await trainer.close();
  await exportWeights(folder.checkpoint, DETAIL_FILE, weights);
  await exportJson(folder.checkpoint, "detail.json", detail);
  const { sheet, ...score } = await scoreDetail(run, weights);
  await folder.saveFile("sheet.png", sheet);
  await exportJson(folder.path, "scores.json", { step: recipe.steps, ...score });
  return score;
}

/** Compares unseen scenes with what the tokenizer gives back, with and without the detail decoder. */
async function scoreDetail(run: DetailRun & { readonly stride: number }, weights: Named<HostTensor>) {
  const { config, stride, detail, vision, grids, sprites, backend, recipe } = run;
  const compile: Parameters<typeof createCodec>[3] = (made, options) => backend.compile(made, options);
  const codec = createCodec(config, vision, stride, compile);
  const refiner = createRefiner({ ...config, stride }, detail, { ...vision, ...weights }, compile);
  const [plain, refined, pictures] = [
    [] as number[],
    [] as number[],
    [] as Parameters<typeof contactSheet>[0][number][],
  ];
  for (let i = 0; i < SCORE_SCENES; i++) {
    const rng = createRng(recipe.seed, "detail score", i);
    const canvas = i < SHEET_SCENES ? "1:1" : drawCanvas(rng);
    const image = renderScene(generateScene(rng, { canvas, split: i % 5 === 0 ? "held-out" : "seen" }), sprites);
    const codes = await codec.encode(image, grids[canvas]);
    const decoded = await codec.decode(codes, grids[canvas]);
    const sharper = await refiner.refine(codes, grids[canvas], { steps: SCORE_STEPS, seed: i });
    plain.push(psnr(image, decoded));
    refined.push(psnr(image, sharper));
    if (i < SHEET_SCENES) pictures.push(image, decoded, sharper);
  }
  await codec.release();
  await refiner.release();
  return { without: mean(plain), with: mean(refined), count: SCORE_SCENES, sheet: await contactSheet(pictures, 12) };
}

const mean = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0) / xs.length;
