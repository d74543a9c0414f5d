import { beforeAll, expect, test } from "vitest";
import { createRng } from "../../../runtime/tensor/random.ts";
import { evaluatePrompts, type NumberedPrompt } from "../../../training/score/evaluate.ts";
import { loadTemplates, type Templates } from "../../../training/score/templates.ts";
import { generateScene } from "../../../training/world/generate.ts";
import { drawPrompts } from "../../../training/world/prompts.ts";
import { plain, renderScene } from "../../../training/world/render.ts";
import { loadSprites, type Sprites } from "../../../training/world/sprites.ts";
import { canvases } from "../../../training/world/vocabulary.ts";

const prompts = drawPrompts({ count: 24, seed: 4, split: "held-out" });
let templates: Templates;
let sprites: Sprites;
beforeAll(async () => {
  [templates, sprites] = await Promise.all([loadTemplates(), loadSprites()]);
});

/** The scene that the prompt speaks of. */
function answer({ index, category }: NumberedPrompt) {
  const rng = createRng(4, "prompt", "held-out", index);
  const canvas = rng.pick(["1:1", "1:1", "5:3", "3:5"] as const);
  return renderScene(generateScene(rng, { canvas, split: "held-out" }, category), sprites);
}

test("pictures of the scenes pass, in batches of one canvas, and results keep the prompts' order", async () => {
  const sizes: number[] = [];
  const progress: number[] = [];
  const { results, table } = await evaluatePrompts({
    prompts,
    templates,
    batch: 5,
    onProgress: (done) => progress.push(done),
    paint: async (group) => {
      sizes.push(group.length);
      expect(new Set(group.map(({ canvas }) => canvas)).size).toBe(1);
      return group.map(answer);
    },
  });
  expect(Math.max(...sizes)).toBeLessThanOrEqual(5);
  expect(progress.at(-1)).toBe(24);
  expect(results.map(({ prompt }) => prompt)).toEqual(prompts.map(({ prompt }) => prompt));
  expect(table.overall).toBeGreaterThanOrEqual(0.95);
  expect(table.rows.length).toBe(6);
});

test("empty pictures fail with a reason, and a stopped run paints no more", async () => {
  const stop = new AbortController();
  const paint = async (group: readonly NumberedPrompt[]) =>
    group.map(({ canvas }) => {
      const { height, width } = canvases[canvas];
      return { height, width, data: plain(height * width, [255, 255, 255]) };
    });
  const { results, table } = await evaluatePrompts({ prompts: prompts.slice(0, 6), templates, paint });
  expect(table.overall).toBe(0);
  expect(results[0]?.reason).toMatch(/^expected .* found none$/);
  stop.abort();
  await expect(evaluatePrompts({ prompts, templates, paint, signal: stop.signal })).rejects.toThrow("aborted");
});
