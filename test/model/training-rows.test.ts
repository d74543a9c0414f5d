import { expect, test } from "vitest";
import { boiId, parseConfig } from "../../model/config.ts";
import { sequenceRows, tokenRows } from "../../model/embed.ts";
import { initialise } from "../../model/parameters.ts";
import { layOut, PADDING_GROUP, type Segment } from "../../model/sequence.ts";
import { trainingRows } from "../../model/training-rows.ts";
import { forward, visionLogits } from "../../model/transformer.ts";
import { concat, constant, crossEntropy, f32, gradient, i32, type Tensor } from "../../runtime/tensor/index.ts";
import { constants, evaluate, largestDifference } from "./run.ts";

const config = parseConfig({
  ...{ hidden_size: 16, num_hidden_layers: 2, num_attention_heads: 2, num_key_value_heads: 1, intermediate_size: 24 },
  ...{ vocab_size: 10, codebook_size: 6, code_dims: [3, 2], mrope_section: [2, 1, 1], rope_theta: 1e4, qk_norm: true },
});
const weights = constants(initialise(config, 1));
const image = {
  type: "image",
  grids: [
    [1, 1],
    [2, 2],
  ],
} as const;
const segments: readonly Segment[] = [{ type: "text", ids: [1, 2] }, image, { type: "text", ids: [3, 4, 5] }];
const codes = [constant(i32([3], [1, 1])), constant(i32([0, 1, 2, 5], [1, 4]))];
const L = 8;

const at = (positions: Float32Array, groups: Int32Array, embeddings: Tensor) => ({
  embeddings,
  positions: constant(f32(positions, [1, groups.length, 3])),
  groups: constant(i32(groups, [1, groups.length])),
});

function arranged() {
  const rows = trainingRows(segments, config, L);
  if (!rows) throw new Error("the text fits");
  const words = tokenRows(weights, constant(i32(rows.ids, [1, L])));
  const pixels = sequenceRows(config, weights, [image], { texts: {}, codes: { 0: codes } });
  return { rows, inputs: at(rows.positions, rows.groups, concat([words, pixels], 1)) };
}

test("text rows come first, padded; each knows the token after it and whose that is", () => {
  const { rows } = arranged();
  expect([...rows.ids]).toEqual([1, 2, 3, 4, 5, 0, 0, 0]);
  expect([...rows.targets]).toEqual([2, boiId(config), 4, 5, -1, -1, -1, -1]);
  expect([...rows.targetSegments]).toEqual([0, 1, 2, 2, -1, -1, -1, -1]);
  expect([...rows.groups]).toEqual([0, 1, 5, 6, 7, ...Array(3).fill(PADDING_GROUP), 2, 3, 3, 3, 3, 4]);
  expect(trainingRows(segments, config, 4)).toBeUndefined();
});

test("the arrangement computes what the sequence in order computes", async () => {
  const { inputs } = arranged();
  const { positions, groups } = layOut(segments, config);
  const texts = { 0: constant(i32([1, 2], [1, 2])), 2: constant(i32([3, 4, 5], [1, 3])) };
  const ordered = at(positions, groups, sequenceRows(config, weights, segments, { texts, codes: { 1: codes } }));
  const run = (rows: typeof inputs) => forward(config, weights, rows).hidden;
  const [a, b] = [run(inputs), run(ordered)];
  const moved = concat([a.slice(1, 0, 2), a.slice(1, L), a.slice(1, 2, 5)], 1);
  const got = await evaluate({ moved, b });
  expect(largestDifference(got.moved, got.b)).toBeLessThan(1e-5);
});

test("the gradient of the vision loss reaches every weight on its way", async () => {
  const { inputs } = arranged();
  const { hidden } = forward(config, weights, inputs);
  const logits = visionLogits(config, hidden.slice(1, L, L + 5).reshape([5, 16]), weights);
  const targets = concat(codes, 1).reshape([5]);
  const loss = crossEntropy(logits, targets).mean();
  const names = Object.keys(weights);
  const slopes = gradient(loss, Object.values(weights));
  const sizes = await evaluate(Object.fromEntries(slopes.map((g, i) => [names[i] as string, g.abs().sum()])));
  const silent = names.filter((name) => !((sizes[name]?.data[0] ?? 0) > 0));
  expect(silent).toEqual([]);
});
