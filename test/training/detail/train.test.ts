import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type DetailRun, detailSteps, startDetail } from "../../../training/detail/recipe.ts";
import { trainDetail } from "../../../training/detail/train.ts";
import { loadTensors, openRunFolder } from "../../../training/run-folder.ts";
import { micro, microVision } from "../micro.ts";
import { backend, emptyFolder } from "../toy-trainer.ts";

const at = emptyFolder();
const run: DetailRun & { readonly stride: number } = {
  ...micro,
  backend,
  stride: 16,
  detail: { patch: 8, width: 8, blocks: 1, noise: 0.2 },
  vision: microVision(),
  recipe: {
    steps: 24,
    batch: 2,
    // The rate rises over a hundred steps.
    rates: [0.2, 0.1],
    averageKeep: 0.5,
    correction: { share: 0.1, topK: 2, temperature: 0.25 },
    dense: 0.5,
    seed: 1,
  },
};

test("the loss falls, and a run resumed in the middle ends with the same bits", async () => {
  const whole = startDetail(run);
  const steps = detailSteps(run, whole);
  const losses: number[] = [];
  for (let i = 0; i < 24; i++) losses.push(await steps.next());
  const mean = (xs: readonly number[]) => xs.reduce((a, b) => a + b, 0) / xs.length;
  expect(mean(losses.slice(16))).toBeLessThan(0.8 * mean(losses.slice(0, 8)));

  const first = startDetail(run);
  const begun = detailSteps(run, first);
  for (let i = 0; i < 20; i++) await begun.next();
  const second = startDetail(run, await first.state());
  const resumed = detailSteps(run, second);
  for (let i = 0; i < 4; i++) await resumed.next();
  expect(await second.state()).toEqual(await whole.state());
  for (const each of [steps, begun, resumed]) await each.close();
  for (const each of [whole, first, second]) await each.close();
});

test("a run leaves weights, their configuration, a score and a sheet", async () => {
  const folder = await openRunFolder(at("detail"));
  const short = { ...run, recipe: { ...run.recipe, steps: 8 } };
  const score = await trainDetail(short, { folder, resume: false, now: () => 0 });
  expect(score.count).toBe(60);
  expect(score.with).toBeGreaterThan(score.without);
  expect(Object.keys(await loadTensors(join(folder.checkpoint, "detail.safetensors")))).toContain("detail.out.weight");
  expect(JSON.parse(await readFile(join(folder.checkpoint, "detail.json"), "utf8"))).toEqual(run.detail);
  expect((await readFile(join(folder.path, "sheet.png"))).subarray(1, 4).toString()).toBe("PNG");
});
