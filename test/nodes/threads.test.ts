import { join } from "node:path";
import { expect, test } from "vitest";
import { createRunner } from "../../model/runner.ts";
import { parseCheckpointConfig } from "../../nodes/checkpoint/config.ts";
import { findCheckpoint } from "../../nodes/checkpoint/find.ts";
import { loadCheckpoint } from "../../nodes/checkpoint/load.ts";
import { readWeights } from "../../nodes/checkpoint/read-weights.ts";
import { chooseCanvas } from "../../nodes/painting/choose-canvas.ts";
import { paint } from "../../nodes/painting/paint.ts";
import { openBackend } from "../../runtime/backends/devices.ts";
import { readText } from "../../runtime/files/read.ts";

const prompts = ["a cat on a white background", "two red stars", "a blue circle left of a green square", ""];
const seeds = [1, 2, 3, 4];

test("the shipped model draws the same codes with one thread, with two, and one prompt at a time", async () => {
  const place = findCheckpoint("tiny");
  const config = parseCheckpointConfig(JSON.parse(await readText(join(place.folder, "config.json"))));
  const weights = await readWeights(place, config);
  const model = await loadCheckpoint("tiny", { device: "cpu" });
  const { grids } = chooseCanvas(model, "1:1");
  const codes = await Promise.all(
    [1, 2].map(async (threads) => {
      const backend = await openBackend({ device: "cpu", threads });
      const runner = createRunner(config.model, weights, backend.compile);
      const painted = await paint({ ...model, runner }, { prompts, seeds, grids });
      await runner.release();
      return painted.codes;
    }),
  );
  const alone = [];
  for (const [i, prompt] of prompts.entries())
    alone.push(...(await paint(model, { prompts: [prompt], seeds: [seeds[i] as number], grids })).codes);
  expect(codes[1]).toEqual(codes[0]);
  expect(alone).toEqual(codes[0]);
  await model.release();
});
