import { mkdir, readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { transformerStep } from "../../nodes/model/transformer-step.ts";
import { holdLogits, holdSequence } from "../../nodes/painting/hold.ts";
import { builtinNodes } from "../../nodes/registry.ts";
import { f32 } from "../../runtime/tensor/index.ts";
import {
  applySettings,
  createCache,
  createRegistry,
  execute,
  lru,
  noCache,
  readWorkflow,
} from "../../runtime/workflow/index.ts";
import { workFolder } from "./work-folder.ts";

const work = workFolder();

/** A tensor on no device, which says when it is freed. */
function fakeTensor(shape: readonly number[], freed: string[], name: string) {
  return { shape, dtype: "f32" as const, read: async () => f32([], [0]), release: () => void freed.push(name) };
}

test("a sequence owns its cache and its last rows, logits their scores", () => {
  const freed: string[] = [];
  const [keys, hidden] = [fakeTensor([2, 3, 4], freed, "keys"), fakeTensor([2, 5], freed, "hidden")];
  const context = { batch: 2, cache: { keys, host: f32([1, 2], [2]) }, steps: [0, 0], hidden };
  const sequence = holdSequence({ context, grids: [[1, 1]], images: 1 });
  const scores = fakeTensor([4, 8], freed, "scores");
  const logits = holdLogits({ scores, grids: [[1, 1]], scale: 0, branches: 2, images: 1 });
  expect([sequence.bytes, logits.bytes]).toEqual([4 * (24 + 2 + 10), 4 * 32]);
  logits.release();
  sequence.release();
  expect(freed).toEqual(["scores", "keys", "hidden"]);
});

/** The built-in nodes, of which the transformer's steps tell what they make and what of it is freed. */
function watched() {
  const [made, freed] = [new Set<object>(), new Set<object>()];
  const watch = <T extends { release(): void }>(value: T): T => {
    if (made.has(value)) return value;
    made.add(value);
    const { release } = value;
    return Object.assign(value, {
      release: () => {
        freed.add(value);
        release();
      },
    });
  };
  const step = {
    ...transformerStep,
    run: async (inputs: Parameters<typeof transformerStep.run>[0], ctx: Parameters<typeof transformerStep.run>[1]) => {
      const result = await transformerStep.run(inputs, ctx);
      if (!("sequence" in result)) return result;
      watch(result.sequence as { release(): void });
      watch(result.logits as { release(): void });
      return result;
    },
  } as typeof transformerStep;
  const others = [...builtinNodes().values()].filter(({ type }) => type !== step.type);
  return { nodes: createRegistry([...others, step]), made, freed };
}

test.each([
  ["no cache frees all", () => createCache(noCache), 0],
  ["a cache of two frees all but what it keeps", () => createCache(lru(2)), 2],
])("after a run that paints by stages, %s", async (_, makeCache, most) => {
  const { nodes, made, freed } = watched();
  const text = await readFile("workflows/text-to-image.json", "utf8");
  const settings = [`Load Model.checkpoint=${work.checkpoint}`];
  const { prompt } = applySettings(readWorkflow(text, nodes), settings, nodes);
  const [cache, folder] = [makeCache(), work.path(`held-${most}`)];
  await mkdir(folder);
  const result = await execute(prompt, { registry: nodes, cache, folder });
  await result.release();
  expect(made.size).toBeGreaterThan(4);
  expect(made.size - freed.size).toBeLessThanOrEqual(most);
  expect(cache.holds.size()).toBeLessThanOrEqual(most);
  await cache.clear();
  expect([made.size - freed.size, cache.holds.size()]).toEqual([0, 0]);
});
