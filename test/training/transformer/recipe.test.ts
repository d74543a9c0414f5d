import { expect, test } from "vitest";
import { scaleWeights } from "../../../model/losses.ts";
import { openRunFolder } from "../../../training/run-folder.ts";
import { type TransformerRun, transformerRecipe } from "../../../training/transformer/recipe.ts";
import { startTransformer, transformerSteps } from "../../../training/transformer/steps.ts";
import { micro, microVision } from "../micro.ts";
import { backend, emptyFolder } from "../toy-trainer.ts";

const at = emptyFolder();
const run: TransformerRun = {
  ...micro,
  backend,
  vision: microVision(),
  recipe: { ...transformerRecipe, steps: 4, rows: 500, lengths: [128, 256, 512], mix: { draw: 2, ask: 1, edit: 1 } },
};

async function take(trainer: ReturnType<typeof startTransformer>, count: number, of: TransformerRun = run) {
  const steps = transformerSteps(of, trainer);
  const metrics = [];
  for (let i = 0; i < count; i++) metrics.push(await steps.next());
  await steps.close();
  return metrics;
}

test("steps of mixed abilities have finite losses, and a resumed run ends with the same bits", async () => {
  const whole = startTransformer(run);
  const metrics = await take(whole, 4);
  expect(new Set(metrics.map(({ ability }) => ability)).size).toBeGreaterThan(1);
  for (const { loss, gradientNorm } of metrics) expect([loss, gradientNorm].every(Number.isFinite)).toBe(true);
  const vocabulary = micro.config.vocab_size + 2 + micro.config.codebook_size;
  expect(Math.abs((metrics[0]?.loss ?? 0) - Math.log(vocabulary))).toBeLessThan(2);

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
  const drawing = { ...run, recipe: { ...run.recipe, mix: { draw: 1 } } };
  const trainer = startTransformer(drawing);
  const [{ loss, nats } = { loss: 0, nats: [] }] = await take(trainer, 1, drawing);
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
