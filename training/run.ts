import type { HostTensor, Named } from "../runtime/tensor/index.ts";
import type { RunFolder } from "./run-folder.ts";
import type { Trainer } from "./trainer.ts";

export interface TrainingRun {
  readonly trainer: Trainer;
  readonly folder: RunFolder;
  /** Steps of the whole run. */
  readonly steps: number;
  /** Takes one step and returns its figures. */
  readonly next: () => Promise<Readonly<Record<string, number>>>;
  /** What the run keeps beside the trainer; saved with its state, under names that no weight has. */
  readonly carried?: () => Named<HostTensor>;
  /** Writes samples and scores into the folder; called every `sampleEvery` steps and at the end. */
  readonly sample?: (step: number) => Promise<void>;
  readonly sampleEvery?: number;
  /** Called at the step that the run begins or goes on from, then every few steps. */
  readonly onProgress?: (done: number, total: number, text: string) => void;
  readonly signal?: AbortSignal;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
}

/** Steps between lines of `metrics.jsonl`, and milliseconds between saved states. */
const LOG_EVERY = 50;
const SAVE_EVERY = 3 * 60_000;

/**
 * Steps until the run is complete, logging means of the figures, saving the state every few minutes, and once more when
 * it ends or is aborted, so that nothing is lost. Throws the signal's reason after saving when aborted.
 */
export async function runTraining(run: TrainingRun): Promise<void> {
  const { trainer, folder, steps, next, sample, sampleEvery = Number.POSITIVE_INFINITY, now, signal } = run;
  const means = createMeans();
  let saved = now();
  let logged = now();
  const save = async () => {
    await folder.saveState({ ...(await trainer.state()), ...run.carried?.() });
    saved = now();
  };
  run.onProgress?.(trainer.steps, steps, "");
  while (trainer.steps < steps && !signal?.aborted) {
    const figures = await next();
    means.add(figures);
    const step = trainer.steps;
    if (step % LOG_EVERY === 0) {
      const row = means.take();
      await folder.log({ step, ms: Math.round((now() - logged) / LOG_EVERY), ...row });
      logged = now();
      run.onProgress?.(step, steps, describe(row));
    }
    if (step % sampleEvery === 0 || step === steps) await sample?.(step);
    if (now() - saved > SAVE_EVERY) await save();
  }
  await save();
  signal?.throwIfAborted();
}

/** Means of figures since they were last taken. */
function createMeans() {
  let sums: Record<string, readonly [sum: number, count: number]> = {};
  return {
    add: (figures: Readonly<Record<string, number>>) => {
      for (const [name, value] of Object.entries(figures)) {
        const [sum, count] = sums[name] ?? [0, 0];
        sums[name] = [sum + value, count + 1];
      }
    },
    take: (): Record<string, number> => {
      const means = Object.entries(sums).map(([name, [sum, count]]) => [name, Number((sum / count).toPrecision(5))]);
      sums = {};
      return Object.fromEntries(means);
    },
  };
}

const describe = (row: Readonly<Record<string, number>>): string =>
  Object.entries(row)
    .slice(0, 3)
    .map(([name, value]) => `${name} ${value.toPrecision(3)}`)
    .join(", ");
