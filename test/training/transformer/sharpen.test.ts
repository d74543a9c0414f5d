import { expect, test } from "vitest";
import { f32 } from "../../../runtime/tensor/index.ts";
import { sharpened } from "../../../training/transformer/sharpen.ts";

test("only the gains of queries and keys grow", () => {
  const layer = "model.layers.3.self_attn";
  const weights = {
    [`${layer}.q_norm.weight`]: f32([1, 2], [2]),
    [`${layer}.k_norm.weight`]: f32([3], [1]),
    [`${layer}.q_proj.weight`]: f32([4], [1, 1]),
    "model.norm.weight": f32([5], [1]),
  };
  expect(sharpened(weights, 1.5)).toEqual({
    ...weights,
    [`${layer}.q_norm.weight`]: f32([1.5, 3], [2]),
    [`${layer}.k_norm.weight`]: f32([4.5], [1]),
  });
  expect(sharpened(weights, 1)).toBe(weights);
});
