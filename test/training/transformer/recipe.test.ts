import { expect, test } from "vitest";
import { scaleWeights } from "../../../model/losses.ts";
import { openRunFolder } from "../../../training/run-folder.ts";
import {
  startTransformer,
  type TransformerRun,
  transformerRecipe,
  transformerSteps,
} from "../../../training/transformer/recipe.ts";
import { micro, microVision } from "../micro.ts";
import { backend, emptyFolder } from "../toy-trainer.ts";

const at = emptyFolder();
const run: TransformerRun = {
  ...micro,
  backend,
  vision: microVision(),
  recipe: { ...transformerRecipe, steps: 4, batch: 2, textRows: { draw: 160, tell: 260 }, tellEvery: 2 },
};

async function take(trainer: ReturnType<typeof startTransformer>, count: number) {
  const steps = transformerSteps(run, trainer);
  const metrics = [];
  for (let i = 0; i < count; i++) metrics.push(await steps.next());
  await steps.close();
  return metrics;
}

test("steps paint and tell with finite losses, and a resumed run ends with the same bits", async () => {
  const whole = startTransformer(run);
  const metrics = await take(whole, 4);
  expect(metrics.map(({ task }) => task)).toEqual(["draw", "tell", "draw", "tell"]);
  for (const { loss, gradientNorm } of metrics) expect([loss, gradientNorm].every(Number.isFinite)).toBe(true);
  const vocabulary = micro.config.vocab_size + 2 + micro.config.codebook_size;
  expect(Math.abs((metrics[0]?.loss ?? 0) - Math.log(vocabulary))).toBeLessThan(1.5);

  const first = startTransformer(run);
  await take(first, 2);
  const folder = await openRunFolder(at("resumed"));
  await folder.saveState(await first.state());
  const second = startTransformer(run, await folder.loadState());
  await take(second, 2);
  expect(await second.state()).toEqual(await whole.state());
  for (const trainer of [whole, first, second]) await trainer.close();
});

test("the loss of a picture weighs its grids as Eq. 2 says, and its plan's words a fifth", async () => {
  const trainer = startTransformer(run);
  const [{ loss, nats } = { loss: 0, nats: [] }] = await take(trainer, 1);
  const candidates = Object.values(micro.grids).map((grids) => {
    const sizes = grids.map(([h, w]) => h * w);
    const all = sizes.reduce((a, b) => a + b, 0);
    const weights = scaleWeights(grids, run.recipe.alpha);
    const codes = sizes.reduce((sum, n, k) => sum + ((weights[k] as number) * n * (nats[k] as number)) / all, 0);
    return codes + 0.2 * (nats.at(-1) as number);
  });
  expect(candidates.some((value) => Math.abs(value - loss) < 1e-4)).toBe(true);
  await trainer.close();
});
