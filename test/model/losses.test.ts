import { expect, test } from "vitest";
import { scaleWeights } from "../../model/losses.ts";
import { gridsFor } from "../../model/schedule.ts";

const square = gridsFor([16, 16]);

test.each([
  [12, 52.383, 0.356],
  [16, 148.326, 0.29],
  [18, 344.123, 0.193],
])("weights of %d square grids: first %d, last %d (§4.2)", (count, first, last) => {
  const weights = scaleWeights(square.slice(0, count));
  expect(weights[0]).toBeCloseTo(first, 3);
  expect(weights.at(-1)).toBeCloseTo(last, 3);
});

test("all tokens together weigh as much as without weights", () => {
  const sizes = square.map(([h, w]) => h * w);
  const weighted = scaleWeights(square).reduce((sum, weight, s) => sum + weight * (sizes[s] as number), 0);
  expect(weighted).toBeCloseTo(10084, 6);
  expect(scaleWeights(square, 0).every((weight) => weight === 1)).toBe(true);
});
