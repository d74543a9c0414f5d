import { expect, test } from "vitest";
import { loadCheckpoint } from "../../nodes/checkpoint/load.ts";
import { refineImage } from "../../nodes/model/refine-image.ts";
import { runNode } from "../../nodes/testing/index.ts";
import { writeRandomCheckpoint } from "./random-checkpoint.ts";
import { workFolder } from "./work-folder.ts";

const work = workFolder();
const grids = [
  [1, 1],
  [2, 2],
] as const;
const codes = { grids, images: [1, 2].map((first) => [Int32Array.of(first), Int32Array.of(4, 5, 6, 7)]) };

test("Refine Image paints every picture, each with a seed of its own, and counts the steps of all", async () => {
  const folder = await writeRandomCheckpoint(work.path("refined"), {
    detail: { patch: 8, width: 8, blocks: 1, noise: 0.2 },
  });
  const model = await loadCheckpoint(folder);
  const run = (seed: number) => runNode(refineImage, { model, codes, steps: 2, seed });
  const [first, second] = [await run(3), await run(4)];
  expect(first.outputs.image.map(({ height, width }) => [height, width])).toEqual([
    [32, 32],
    [32, 32],
  ]);
  expect(first.progress).toEqual(["1/4 step", "2/4 step", "3/4 step", "4/4 step"]);
  expect((await run(3)).outputs).toEqual(first.outputs);
  expect(second.outputs).not.toEqual(first.outputs);
  await model.release();
});

test("Refine Image says so where a checkpoint has no detail decoder", async () => {
  const model = await loadCheckpoint(await writeRandomCheckpoint(work.path("plain")));
  await expect(runNode(refineImage, { model, codes })).rejects.toMatchObject({ code: "NODES_NO_DETAIL" });
  await model.release();
});
