import { createCodec } from "../../model/vision/codec.ts";
import { exportWeights, VISION_FILE } from "../export.ts";
import { runTraining } from "../run.ts";
import { type DecoderRun, decoderStep, frozenEncoders, startDecoder } from "./refine.ts";
import { scoreTokenizer, type TokenizerScore } from "./score.ts";
import type { TrainOptions } from "./train.ts";

const SCORE_SCENES = 100;

/**
 * Refines the decoder in `folder`; leaves the whole tokenizer (running averages, half precision) in the folder's
 * checkpoint and returns its score.
 */
export async function trainDecoder(
  run: DecoderRun & { readonly stride: number },
  { folder, resume, ...options }: TrainOptions,
): Promise<TokenizerScore> {
  await folder.saveConfig({ config: run.config, recipe: run.recipe });
  const trainer = startDecoder(run, resume ? await folder.loadState() : undefined);
  const encoder = frozenEncoders(run);
  const next = async () => ({ psnr: -10 * Math.log10((await decoderStep(run, trainer, encoder)) / 4) });
  const whole = async () => ({ ...run.vision, ...(await trainer.readAll("average")) });
  await runTraining({ ...options, trainer, folder, steps: run.recipe.steps, next });
  await exportWeights(folder.checkpoint, VISION_FILE, await whole());
  const codec = createCodec(run.config, await whole(), run.stride, (p, o) => run.backend.compile(p, o));
  const score = await scoreTokenizer(codec, { ...run, count: SCORE_SCENES, seed: run.recipe.seed });
  await codec.release();
  await trainer.close();
  return score;
}
