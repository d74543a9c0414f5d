import { expect, test } from "vitest";
import { loadTensors, openRunFolder } from "../../../training/run-folder.ts";
import { startTokenizer, type TokenizerRun, tokenizerStep } from "../../../training/tokenizer/recipe.ts";
import { trainTokenizer } from "../../../training/tokenizer/train.ts";
import type { Trainer } from "../../../training/trainer.ts";
import { loadFinishedTokenizer } from "../../../training/transformer/load-tokenizer.ts";
import { micro } from "../micro.ts";
import { backend, emptyFolder } from "../toy-trainer.ts";

const at = emptyFolder();
const run: TokenizerRun = {
  ...micro,
  backend,
  recipe: {
    steps: 6,
    continuous: 1 / 3,
    batch: 2,
    rates: [1e-3, 1e-4],
    reviveEvery: 100,
    averageKeep: 0.9,
    biasStrengths: [0.05],
    seed: 1,
  },
};

async function take(trainer: Trainer, steps: number) {
  const usage = new Int32Array(run.config.codebook_size).fill(1);
  const figures = [];
  for (let i = 0; i < steps; i++) figures.push(await tokenizerStep(run, trainer, usage));
  return figures;
}

test("six steps are finite, and a run resumed after four of them ends with the same bits", async () => {
  const whole = startTokenizer(run);
  const figures = await take(whole, 6);
  expect(figures.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(figures.every(({ reconstruction, semantic }) => reconstruction > 0 && semantic > 0)).toBe(true);

  const first = startTokenizer(run);
  await take(first, 4);
  const folder = await openRunFolder(at("resumed"));
  await folder.saveState(await first.state());
  const second = startTokenizer(run, await folder.loadState());
  expect((await take(second, 2)).map(({ step }) => step)).toEqual([5, 6]);
  expect(await second.state()).toEqual(await whole.state());
  for (const trainer of [whole, first, second]) await trainer.close();
});

test("codes that nobody used begin anew, others stay", async () => {
  const often = { ...run, recipe: { ...run.recipe, steps: 20, continuous: 0, reviveEvery: 2 } };
  const trainer = startTokenizer(often);
  const usage = new Int32Array(run.config.codebook_size);
  const revived: number[] = [];
  for (let i = 0; i < 3; i++) revived.push((await tokenizerStep(often, trainer, usage)).revived);
  expect(revived.slice(0, 2)).toEqual([0, 0]);
  expect(revived[2]).toBeGreaterThan(0);
  expect(revived[2]).toBeLessThan(run.config.codebook_size);
  expect(usage.every((count) => count === 0)).toBe(true);
  await trainer.close();
});

test("a finished run leaves a tokenizer that the transformer's training loads", async () => {
  const folder = await openRunFolder(at("finished"));
  const short = { ...run, stride: 16, recipe: { ...run.recipe, steps: 3 } };
  const config = { ...short.config, scales: [1, 2, 3, 4] };
  const score = await trainTokenizer({ ...short, config }, { folder, resume: false, now: () => 0 });
  expect(score.shapes).toBeGreaterThan(0);
  const { weights } = await loadFinishedTokenizer(folder.checkpoint);
  expect(Object.keys(weights).toSorted()).toEqual(
    Object.keys(await loadTensors(at("finished", "checkpoint", "vision.safetensors"))).toSorted(),
  );
});

test("a folder without a finished tokenizer is refused", async () => {
  await expect(loadFinishedTokenizer(at("nowhere"))).rejects.toThrow(/needs a finished visual tokenizer/);
});
