import { beforeAll, describe, expect, test } from "vitest";
import { loadCheckpoint } from "../../nodes/checkpoint/load.ts";
import type { LoadedModel } from "../../nodes/checkpoint/loaded-model.ts";
import { chooseCanvas } from "../../nodes/painting/choose-canvas.ts";
import { drawGrid } from "../../nodes/painting/draw-grid.ts";
import { holdSequence } from "../../nodes/painting/hold.ts";
import { openImages } from "../../nodes/painting/open-images.ts";
import { paint } from "../../nodes/painting/paint.ts";
import { promptTokens } from "../../nodes/painting/prompt-tokens.ts";
import { scoreGrid } from "../../nodes/painting/score-grid.ts";
import type { Codes } from "../../nodes/painting/values.ts";
import { workFolder } from "./work-folder.ts";

const work = workFolder();
let model: LoadedModel;
beforeAll(async () => {
  model = await loadCheckpoint(work.checkpoint);
});

const prompts = ["a red star", "a rocket on a black background", "", "two cats"];
const seeds = [7, 1, 2, 2 ** 40];

test("the same seed gives the same codes and bytes", async () => {
  const { grids } = chooseCanvas(model, "1:1");
  const once = await paint(model, { prompts, seeds, grids });
  expect(await paint(model, { prompts, seeds, grids })).toEqual(once);
  const other = await paint(model, { prompts, seeds: [8, 9, 10, 11], grids });
  expect(other.codes).not.toEqual(once.codes);
});

test("a picture does not depend on what is painted beside it", async () => {
  const { grids } = chooseCanvas(model, "5:3");
  const together = await paint(model, { prompts, seeds, grids, topK: 0, topP: 1 });
  for (const [i, prompt] of prompts.entries()) {
    const alone = await paint(model, { prompts: [prompt], seeds: [seeds[i] as number], grids, topK: 0, topP: 1 });
    expect(alone.codes[0]).toEqual(together.codes[i]);
    expect(alone.pictures[0]).toEqual(together.pictures[i]);
  }
});

describe("stages, one after the other, give the codes of the whole", () => {
  test.each([
    ["1:1", {}],
    ["3:5", { guidance: 1.5, temperature: 0.8, topK: 5, topP: 0.7 }],
    ["1:1", { guidance: 0, topK: 0, topP: 1 }],
    ["16:9", { guidance: [0, 1, 2, 5], temperature: [2, 1], topK: [0, 3] }],
  ])("%s %o", async (aspect, wish) => {
    const { grids } = chooseCanvas(model, aspect);
    const whole = await paint(model, { prompts: [prompts[1] ?? "", prompts[1] ?? ""], seeds: [3, 4], grids, ...wish });
    const ids = promptTokens(model, prompts[1] ?? "");
    const negative = promptTokens(model, "");
    const context = await openImages(model, { prompts: [ids, ids], negative, scales: grids.length });
    let sequence = holdSequence({ context, grids, images: 2 });
    let codes: Codes | undefined;
    for (let k = 0; k < grids.length; k++) {
      const step = await scoreGrid(model, sequence, codes);
      sequence = step.sequence;
      codes = await drawGrid(model, step.logits, codes, { seeds: [3, 4], ...wish });
    }
    expect(codes?.images).toEqual(whole.codes);
    await expect(scoreGrid(model, sequence, codes)).rejects.toThrow("All 4 grids of the picture are drawn");
  });
});

test("codes of other pictures do not fit a sequence", async () => {
  const { grids } = chooseCanvas(model, "1:1");
  const context = await openImages(model, { prompts: [[1]], negative: null, scales: grids.length });
  const codes: Codes = { grids, images: [[], []] };
  await expect(scoreGrid(model, holdSequence({ context, grids, images: 1 }), codes)).rejects.toMatchObject({
    code: "NODES_SEQUENCE_CODES",
  });
});

test("a stopped signal ends painting", async () => {
  const { grids } = chooseCanvas(model, "1:1");
  const stop = new AbortController();
  const painting = paint(model, { prompts, seeds, grids, signal: stop.signal, onScale: () => stop.abort() });
  await expect(painting).rejects.toThrow("aborted");
});
