import { describe, expect, test } from "vitest";
import { parseConfig } from "../../model/config.ts";
import { pickSequences } from "../../model/context.ts";
import { sequenceRows } from "../../model/embed.ts";
import { generateImages } from "../../model/generate-image.ts";
import { generateText } from "../../model/generate-text.ts";
import { initialise } from "../../model/parameters.ts";
import { type FilledSegment, prefill } from "../../model/prefill.ts";
import { closeImages, readGrid } from "../../model/read-grid.ts";
import { createRunner, hostOf, type Runner, type Value } from "../../model/runner.ts";
import type { Grid } from "../../model/schedule.ts";
import { layOut } from "../../model/sequence.ts";
import { forward } from "../../model/transformer.ts";
import { createOnnxBackend } from "../../runtime/backends/onnx/index.ts";
import { constant, f32, type HostTensor, i32, type Tensor } from "../../runtime/tensor/index.ts";
import { constants, evaluate } from "./run.ts";

/** Cached and whole passes add in another order. */
const TOLERANCE = 1e-4;

const base = {
  hidden_size: 48,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  intermediate_size: 64,
  vocab_size: 20,
  codebook_size: 24,
  code_dims: [4, 2],
  mrope_section: [2, 2, 2],
  rope_theta: 1e4,
};
const variants = [
  ["grouped keys", base],
  ["as many key heads as query heads, qk norm", { ...base, num_key_value_heads: 4, qk_norm: true }],
  ["one key head, final grid in the context", { ...base, num_key_value_heads: 1, context_final_grid: true }],
  ["places of cells as sinusoids", { ...base, cell_sinusoid: true }],
  ["codes of all grids so far", { ...base, accumulated_inputs: true, context_final_grid: true }],
  [
    "one head of another width, codes as they are",
    { ...base, hidden_size: 12, num_attention_heads: 1, num_key_value_heads: 1, normalize_codes: false },
  ],
] as const;

const grids: readonly Grid[] = [
  [1, 1],
  [2, 3],
  [3, 5],
];
const backend = createOnnxBackend({ device: "cpu", threads: 1 });
const runnerOf = (json: object) => {
  const config = parseConfig(json);
  const weights = initialise(config, 7);
  return {
    config,
    weights,
    runner: createRunner(config, weights, (program, options) => backend.compile(program, options)),
  };
};
const codesOf = (seed: number) =>
  grids.map(([h, w], s) => Int32Array.from({ length: h * w }, (_, i) => (seed + 5 * s + 3 * i) % 24));

describe.each(variants)("%s", (_, json) => {
  const { config, weights, runner } = runnerOf(json);

  test("step by step with a cache equals one pass over the whole sequence", async () => {
    const prompts = [
      [3, 1, 4],
      [1, 5, 9, 2, 6, 5, 3],
    ];
    const images = [codesOf(1), codesOf(2)];
    let context = await prefill(
      runner,
      prompts.map((ids) => [
        { type: "text", ids },
        { type: "open", scales: 3 },
      ]),
    );
    const steps = [context.hidden];
    for (const scale of [1, 2]) {
      context = await readGrid(runner, context, { grids, scale, source: scale - 1 }, images);
      steps.push(context.hidden);
    }
    context = await closeImages(runner, context, grids, images);
    context = await prefill(
      runner,
      prompts.map((ids) => [{ type: "text", ids: ids.slice(0, 2) }]),
      context,
    );
    steps.push(context.hidden);
    const got = await Promise.all(steps.map((hidden) => hostOf({ hidden: hidden as Value }, "hidden")));

    for (const [b, ids] of prompts.entries()) {
      const segments = [
        { type: "text", ids },
        { type: "image", grids },
        { type: "text", ids: ids.slice(0, 2) },
      ] as const;
      const whole = await onePass(config, weights, segments, { 1: images[b] as readonly Int32Array[] });
      const boi = ids.length;
      expectRows(lastRowsOf(got[0], b, 1), whole, boi);
      expectRows(lastRowsOf(got[1], b, 6), whole, boi + 1);
      expectRows(lastRowsOf(got[2], b, 15), whole, boi + 7);
      expectRows(lastRowsOf(got[3], b, 2), whole, Number(whole.shape[1]) - 2);
    }
  });

  test("a second image and the text after it, drawn step by step, equal one pass over all of it", async () => {
    const other: readonly Grid[] = [
      [1, 1],
      [3, 2],
    ];
    const second = [Int32Array.of(7), Int32Array.from({ length: 6 }, (_, i) => (3 * i + 1) % 24)];
    const segments = [
      { type: "text", ids: [3, 1] },
      { type: "image", grids },
      { type: "text", ids: [4, 9, 2] },
      { type: "image", grids: other },
      { type: "text", ids: [5, 6] },
    ] as const;
    let context = await prefill(runner, [
      [segments[0], { ...segments[1], codes: codesOf(2) }, segments[2], { type: "open", scales: 2 }],
    ]);
    context = await readGrid(runner, context, { grids: other, scale: 1, source: 0 }, [second]);
    const drawn = await hidden(context.hidden);
    context = await closeImages(runner, context, other, [second]);
    context = await prefill(runner, [[segments[4]]], context);
    const whole = await onePass(config, weights, segments, { 1: codesOf(2), 3: second });
    const rows = Number(whole.shape[1]);
    const final = config.context_final_grid ? 6 : 0;
    expectRows(lastRowsOf(await hidden(context.hidden), 0, 2), whole, rows - 2);
    expectRows(lastRowsOf(drawn, 0, 6), whole, rows - 2 - 1 - final - 6);
  });

  test("a context read in one go equals the same read in pieces", async () => {
    const segments: readonly FilledSegment[] = [
      { type: "text", ids: [1, 2] },
      { type: "image", grids, codes: codesOf(3) },
      { type: "text", ids: [4, 5] },
    ];
    const whole = await prefill(runner, [segments]);
    let pieces = await prefill(runner, [segments.slice(0, 1)]);
    pieces = await prefill(runner, [segments.slice(1)], pieces);
    expectRows(
      lastRowsOf(await hidden(pieces.hidden), 0, 2),
      await hidden(whole.hidden),
      Number(whole.hidden?.shape[1]) - 2,
    );
    expect(pieces.steps).toEqual(whole.steps);
  });
});

describe("drawing", () => {
  const { runner } = runnerOf(base);
  const open = (prompts: readonly (readonly number[])[]) =>
    prefill(
      runner,
      prompts.map((ids) => [
        { type: "text", ids },
        { type: "open", scales: 3 },
      ]),
    );
  const settings = { grids, topK: 0, topP: 1 };

  test("an image depends on its prompt and seed only, not on the batch", async () => {
    const [a, b, none] = [[3, 1], [7, 7, 7], [2]];
    const alone = await generateImages(runner, await open([b, none]), { ...settings, seeds: [5] });
    const beside = await generateImages(runner, await open([a, b, none, none]), { ...settings, seeds: [4, 5] });
    expect(beside.codes[1]).toEqual(alone.codes[0]);
    expect(beside.codes[0]).not.toEqual(alone.codes[0]);
  });

  test("one prompt read once serves several images", async () => {
    const context = await pickSequences(await open([[3, 1], [2]]), [0, 0, 1, 1]);
    const two = await generateImages(runner, context, { ...settings, seeds: [5, 6] });
    const one = await generateImages(runner, await open([[3, 1], [2]]), { ...settings, seeds: [6] });
    expect(two.codes[1]).toEqual(one.codes[0]);
  });

  test("guidance 0 draws what one branch draws", async () => {
    const guided = await generateImages(runner, await open([[3, 1], [2]]), { ...settings, seeds: [5], guidance: 0 });
    const plain = await generateImages(runner, await open([[3, 1]]), { ...settings, seeds: [5] });
    expect(guided.codes).toEqual(plain.codes);
  });

  test("every grid is reported, and an abort stops before the next", async () => {
    const stop = new AbortController();
    const seen: number[] = [];
    const onScale = (scale: number, codes: readonly Int32Array[]) => {
      seen.push(codes[0]?.length ?? 0);
      if (scale === 1) stop.abort();
    };
    const drawing = generateImages(runner, await open([[3]]), {
      ...settings,
      seeds: [1],
      onScale,
      signal: stop.signal,
    });
    await expect(drawing).rejects.toThrow(/abort/i);
    expect(seen).toEqual([1, 6]);
  });

  test("settings out of range and a seed count that does not fit are refused", async () => {
    const context = await open([[3], [2], [2]]);
    await expect(generateImages(runner, context, { ...settings, seeds: [1, 2] })).rejects.toThrow(/"seeds" expected/);
    await expect(generateImages(runner, context, { ...settings, seeds: [1, 2, 3], topP: 2 })).rejects.toThrow(/"topP"/);
  });

  test("text after an image: greedy text is the same alone and in a batch, and ends at a stop", async () => {
    const prompt = (ids: readonly number[]): readonly FilledSegment[] => [
      { type: "image", grids, codes: codesOf(4) },
      { type: "text", ids },
    ];
    const options = { limit: 6, stop: [] };
    const alone = await generateText(runner, await prefill(runner, [prompt([1])]), options);
    const both = await generateText(runner, await prefill(runner, [prompt([1]), prompt([8, 9, 10])]), options);
    expect(both.ids[0]).toEqual(alone.ids[0]);
    expect(alone.ids[0]?.every((id) => id < 20)).toBe(true);
    const [first = 0, ...rest] = alone.ids[0] ?? [];
    const at = rest.findIndex((id) => id !== first) + 1;
    const ended = await generateText(runner, await prefill(runner, [prompt([1])]), {
      limit: 6,
      stop: [alone.ids[0]?.[at] ?? 0],
    });
    expect(ended.ids[0]).toEqual(alone.ids[0]?.slice(0, at));
  });
});

async function onePass(
  config: Runner["config"],
  weights: Readonly<Record<string, HostTensor>>,
  segments: Parameters<typeof layOut>[0],
  codes: Readonly<Record<number, readonly Int32Array[]>>,
): Promise<HostTensor> {
  const tensor = (ids: ArrayLike<number>): Tensor => constant(i32(Int32Array.from(ids), [1, ids.length]));
  const texts = Object.fromEntries(segments.flatMap((s, i) => (s.type === "text" ? [[i, tensor(s.ids)]] : [])));
  const tensors = Object.fromEntries(Object.entries(codes).map(([i, ids]) => [i, ids.map(tensor)]));
  const { positions, groups } = layOut(segments, config);
  const rows = {
    embeddings: sequenceRows(config, constants(weights), segments, { texts, codes: tensors }),
    positions: constant(f32(positions, [1, groups.length, 3])),
    groups: constant(i32(groups, [1, groups.length])),
  };
  return (await evaluate({ hidden: forward(config, constants(weights), rows).hidden })).hidden;
}

const hidden = (value: Value | null) => hostOf({ hidden: value as Value }, "hidden");

/** The last `count` rows of sequence `b`. */
function lastRowsOf(value: HostTensor | undefined, b: number, count: number): readonly number[] {
  const [, rows = 0, width = 0] = value?.shape ?? [];
  return [...(value?.data ?? [])].slice(((b + 1) * rows - count) * width, (b + 1) * rows * width);
}

function expectRows(got: readonly number[], whole: HostTensor, from: number): void {
  const start = from * Number(whole.shape[2]);
  const worst = got.reduce((w, x, i) => Math.max(w, Math.abs(x - (whole.data[start + i] as number))), 0);
  expect(got.length).toBeGreaterThan(0);
  expect(worst).toBeLessThan(TOLERANCE);
}
