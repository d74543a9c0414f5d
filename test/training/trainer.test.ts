import { expect, test } from "vitest";
import { f32 } from "../../runtime/tensor/index.ts";
import { loadTensors, openRunFolder } from "../../training/run-folder.ts";
import { Trainer } from "../../training/trainer.ts";
import { emptyFolder, firstWeights, startToy, toyOptions, toyStep } from "./toy-trainer.ts";

const at = emptyFolder();

/** AdamW (arXiv 1711.05101, Algorithm 2), its averages and the running average of the weights, number by number. */
function byHand(steps: number, averageKeep: number) {
  const weights = [...firstWeights] as number[];
  const average = [...weights];
  const [mean, square] = [weights.map(() => 0), weights.map(() => 0)];
  for (let t = 1; t <= steps; t++) {
    for (const [i, g] of [0.3 * t, -0.4, 0.1 / t].entries()) {
      mean[i] = 0.9 * (mean[i] as number) + 0.1 * g;
      square[i] = 0.95 * (square[i] as number) + 0.05 * g * g;
      const [m, s] = [(mean[i] as number) / (1 - 0.9 ** t), (square[i] as number) / (1 - 0.95 ** t)];
      const w = weights[i] as number;
      weights[i] = w - 0.01 * (m / (Math.sqrt(s) + 1e-8) + 0.1 * w);
      average[i] = averageKeep * (average[i] as number) + (1 - averageKeep) * (weights[i] as number);
    }
  }
  return { weights, average };
}

test("a training step is AdamW, and the running average follows the weights", async () => {
  const trainer = startToy();
  for (let i = 0; i < 4; i++) await toyStep(trainer);
  const want = byHand(4, 0.5);
  const [weights, average] = [await trainer.read("w"), await trainer.read("w", "average")];
  for (const i of firstWeights.keys()) {
    expect(weights.data[i]).toBeCloseTo(want.weights[i] as number, 6);
    expect(average.data[i]).toBeCloseTo(want.average[i] as number, 6);
  }
  await trainer.close();
});

test("a step reports its loss and the gradient's length", async () => {
  const trainer = startToy();
  const metrics = await toyStep(trainer);
  expect(Object.keys(metrics).toSorted()).toEqual(["gradientNorm", "loss"]);
  expect(metrics.loss?.data[0]).toBeCloseTo(0.3 + 0.8 + 0.05, 6);
  expect(metrics.gradientNorm?.data[0]).toBeCloseTo(Math.hypot(0.3, 0.4, 0.1), 6);
  await trainer.close();
});

test("a run resumed from its file goes on bit for bit", async () => {
  const whole = startToy();
  for (let i = 0; i < 6; i++) await toyStep(whole);
  const first = startToy();
  for (let i = 0; i < 3; i++) await toyStep(first);
  const folder = await openRunFolder(at("resumed"));
  await folder.saveState(await first.state());
  const second = Trainer.resume(toyOptions, (await folder.loadState()) ?? {});
  expect(second.steps).toBe(3);
  for (let i = 0; i < 3; i++) await toyStep(second);
  expect(await second.state()).toEqual(await whole.state());
  for (const trainer of [whole, first, second]) await trainer.close();
});

test("a weight set from outside is what the next step starts from", async () => {
  const trainer = startToy();
  trainer.replace("w", f32([0, 0, 0], [3]));
  expect((await toyStep(trainer)).loss?.data[0]).toBe(0);
  await trainer.close();
});

test("a bucket that the trainer does not have is refused", async () => {
  const trainer = startToy();
  await expect(trainer.step({ bucket: "none", inputs: {}, rate: 0, averageKeep: 0 })).rejects.toThrow(/bucket/);
});

test("a state on disk holds weights, averages, the optimiser and the step", async () => {
  const trainer = startToy();
  await toyStep(trainer);
  const folder = await openRunFolder(at("state"));
  await folder.saveState(await trainer.state());
  const names = Object.keys(await loadTensors(at("state", "state.safetensors")));
  expect(names).toEqual(expect.arrayContaining(["step", "weight.w", "average.w"]));
  expect(names.filter((name) => name.startsWith("state."))).toHaveLength(2);
  await trainer.close();
});
