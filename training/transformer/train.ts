import { exportWeights, MODEL_FILE } from "../export.ts";
import { runTraining } from "../run.ts";
import type { TrainOptions } from "../tokenizer/train.ts";
import { codeFeatures, mergeHead } from "./head.ts";
import type { TransformerRun } from "./recipe.ts";
import { startTransformer, transformerSteps } from "./steps.ts";

/** Paints and scores with the checkpoint as it stands, into the run's folder. */
export type Sample = (step: number) => Promise<void>;

const SAMPLE_EVERY = 1000;

/**
 * Trains the transformer in `folder` and leaves `model.safetensors` (running averages, half precision) there. `sample`
 * is called each time they are written.
 */
export async function trainTransformer(
  run: TransformerRun,
  { folder, resume, ...options }: TrainOptions,
  sample?: Sample,
): Promise<void> {
  await folder.saveConfig({ config: run.config, recipe: run.recipe });
  const trainer = startTransformer(run, resume ? await folder.loadState() : undefined);
  const steps = transformerSteps(run, trainer);
  await runTraining({
    ...options,
    trainer,
    folder,
    steps: run.recipe.steps,
    next: async () => {
      const { ability, loss, gradientNorm, nats } = await steps.next();
      if (ability !== "draw") return { [ability]: loss };
      const grids = Object.fromEntries(nats.slice(0, -1).map((value, k) => [`grid${k + 1}`, value]));
      return { loss, plan: nats.at(-1) ?? 0, gradientNorm, ...grids };
    },
    sampleEvery: SAMPLE_EVERY,
    sample: async (step) => {
      const weights = mergeHead(run.config, await trainer.readAll("average"), codeFeatures(run.vision));
      await exportWeights(folder.checkpoint, MODEL_FILE, weights);
      await sample?.(step);
    },
  });
  await steps.close();
  await trainer.close();
}
