import { expect, test } from "vitest";
import { loadTensors, openRunFolder } from "../../../training/run-folder.ts";
import { type CodeCounts, noCounts } from "../../../training/tokenizer/code-counts.ts";
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
    free: 2 / 3,
    dropped: 0.4,
    batch: 2,
    rates: [1e-3, 1e-4],
    reviveEvery: 100,
    averageKeep: 0.9,
    biasStrengths: [0.05],
    parts: [],
    exchanged: null,
    dense: 0.5,
    named: 1,
    taught: false,
    semantic: 0.03,
    seed: 1,
  },
};

const noneSeen = () => noCounts(4, run.config.codebook_size);

async function take(trainer: Trainer, steps: number, counts: CodeCounts) {
  const figures = [];
  for (let i = 0; i < steps; i++) figures.push(await tokenizerStep(run, trainer, counts));
  return figures;
}

test("six steps are finite, and a run resumed after four of them ends with the same bits", async () => {
  const whole = startTokenizer(run);
  const figures = await take(whole, 6, noneSeen());
  expect(figures.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(figures.every(({ reconstruction, partial, semantic }) => reconstruction + partial > 0 && semantic > 0)).toBe(
    true,
  );

  const first = startTokenizer(run);
  const counts = noneSeen();
  await take(first, 4, counts);
  const folder = await openRunFolder(at("resumed"));
  await folder.saveState(await first.state());
  const second = startTokenizer(run, await folder.loadState());
  expect((await take(second, 2, counts)).map(({ step }) => step)).toEqual([5, 6]);
  expect(await second.state()).toEqual(await whole.state());
  for (const trainer of [whole, first, second]) await trainer.close();
});

test("codes that nobody used begin anew, others stay", async () => {
  const often = { ...run, recipe: { ...run.recipe, steps: 20, continuous: 0, reviveEvery: 2 } };
  const trainer = startTokenizer(often);
  const counts = noneSeen();
  const revived: number[] = [];
  for (let i = 0; i < 3; i++) revived.push((await tokenizerStep(often, trainer, counts)).revived);
  expect(revived.slice(0, 2)).toEqual([0, 0]);
  expect(revived[2]).toBeGreaterThan(0);
  expect(revived[2]).toBeLessThan(run.config.codebook_size);
  await trainer.close();
});

test("a finished run leaves a tokenizer that the transformer's training loads", async () => {
  const folder = await openRunFolder(at("finished"));
  const short = { ...run, stride: 16, survivors: 2, recipe: { ...run.recipe, steps: 3 } };
  const config = { ...short.config, scales: [1, 2, 3, 4] };
  const score = await trainTokenizer({ ...short, config }, { folder, resume: false, now: () => 0 });
  expect(score.shapes).toBeGreaterThan(0);
  const { weights } = await loadFinishedTokenizer(folder.checkpoint);
  expect(Object.keys(weights).toSorted()).toEqual(
    Object.keys(await loadTensors(at("finished", "checkpoint", "vision.safetensors"))).toSorted(),
  );
});

test("rare codes begin to cost after the free part, and the counts are saved with the run", async () => {
  const folder = await openRunFolder(at("counted"));
  const short = { ...run, stride: 16, survivors: 2, recipe: { ...run.recipe, steps: 3 } };
  await trainTokenizer(short, { folder, resume: false, now: () => 0 });
  const counts = (await folder.loadState())?.["run.counts"];
  expect(counts?.shape).toEqual([4, run.config.codebook_size]);
  expect(counts?.data.some((count) => count > 0)).toBe(true);
});

test("a folder without a finished tokenizer is refused", async () => {
  await expect(loadFinishedTokenizer(at("nowhere"))).rejects.toThrow(/needs a finished visual tokenizer/);
});

test("without the semantic teacher, codes are learnt from pixels alone", async () => {
  const weightsAfter = async (semantic: number) => {
    const trainer = startTokenizer({ ...run, recipe: { ...run.recipe, semantic } });
    const counts = noneSeen();
    const untold = { ...run, recipe: { ...run.recipe, semantic } };
    for (let i = 0; i < 2; i++) await tokenizerStep(untold, trainer, counts);
    return trainer.readAll("weight");
  };
  const [taught, untaught] = [await weightsAfter(0.03), await weightsAfter(0)];
  const head = Object.keys(taught).filter((name) => name.startsWith("vision.teacher"));
  expect(head.length).toBeGreaterThan(0);
  const first = startTokenizer(run);
  const begun = await first.readAll("weight");
  for (const name of head) {
    expect(untaught[name]?.data).toEqual(begun[name]?.data);
    expect(taught[name]?.data).not.toEqual(begun[name]?.data);
  }
});
