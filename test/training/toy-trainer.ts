import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { createOnnxBackend } from "../../runtime/backends/onnx/index.ts";
import { adam, chain, decay, f32, input, type Link, rate, type Tensor } from "../../runtime/tensor/index.ts";
import { Trainer, type TrainerOptions } from "../../training/trainer.ts";

export const backend = createOnnxBackend({ device: "cpu", threads: 1 });

export const firstWeights = [1, -2, 0.5] as const;

const optimiser: Link = chain(
  adam(),
  decay(0.1, () => true),
  rate(),
);

const x = input("x", [3]);

/** Three weights whose gradient is the batch itself: the loss is their product. */
export const toyOptions: TrainerOptions = {
  backend,
  optimiser,
  weights: { w: f32(firstWeights, [3]) },
  buckets: {
    only: {
      batch: [x],
      loss: ({ w }) => ({ loss: (w as Tensor).mul(x).sum(), metrics: {} }),
    },
  },
};

export const startToy = (): Trainer => Trainer.start(toyOptions);

/** A step whose gradient is drawn from the step's number. */
export const toyStep = (trainer: Trainer, averageKeep = 0.5) => {
  const t = trainer.steps + 1;
  const inputs = { x: f32([0.3 * t, -0.4, 0.1 / t], [3]) };
  return trainer.step({ bucket: "only", inputs, rate: 0.01, averageKeep });
};

/** An empty folder of a test file. */
export function emptyFolder(): (...names: readonly string[]) => string {
  const place = { root: "" };
  beforeAll(async () => {
    place.root = await mkdtemp(join(tmpdir(), "nextscale-training-"));
  });
  afterAll(() => rm(place.root, { recursive: true, force: true }));
  return (...names) => join(place.root, ...names);
}
