import { expect, test } from "vitest";
import type { Operation } from "../../nodes/arithmetic/calculate.ts";
import { compareNumbers } from "../../nodes/flow/compare-numbers.ts";
import { integer } from "../../nodes/numbers/integer.ts";
import { math } from "../../nodes/numbers/math.ts";
import { number } from "../../nodes/numbers/number.ts";
import { seed } from "../../nodes/numbers/seed.ts";
import { fakeContext } from "./fake-context.ts";

const { ctx } = fakeContext();
const compute = async (a: number, operation: Operation, b: number) => math.run({ a, operation, b }, ctx);

test("Integer and Number pass their value on", async () => {
  expect(await integer.run({ value: -3 }, ctx)).toEqual({ value: -3 });
  expect(await number.run({ value: 0.25 }, ctx)).toEqual({ value: 0.25 });
});

test.each<[number, Operation, number, number, number]>([
  [1, "add", 2, 3, 3],
  [1, "subtract", 2.5, -1.5, -1],
  [-2, "multiply", 0, 0, 0],
  [1, "divide", 3, 1 / 3, 0],
  [-1, "divide", 4, -0.25, 0],
  [7, "remainder", 3, 1, 1],
  [-1, "remainder", 3, 2, 2],
  [1, "remainder", -3, -2, -2],
  [-6, "remainder", 3, 0, 0],
  [1e20, "remainder", 3, 1, 1],
  [2, "power", -1, 0.5, 1],
  [2, "minimum", -1, -1, -1],
  [2, "maximum", -1, 2, 2],
])("Math: %d %s %d is %d, to the nearest whole number %d", async (a, operation, b, result, whole) => {
  expect(await compute(a, operation, b)).toEqual({ number: result, integer: whole });
});

test.each<[number, Operation, number]>([
  [1, "divide", 0],
  [0, "divide", 0],
  [1, "remainder", 0],
  [-1, "power", 0.5],
  [10, "power", 400],
])("Math refuses %d %s %d, which has no result", async (a, operation, b) => {
  await expect(compute(a, operation, b)).rejects.toMatchObject({ code: "NODES_NO_NUMBER" });
});

test.each([
  ["less than", [true, false, false]],
  ["at most", [true, true, false]],
  ["equal", [false, true, false]],
  ["at least", [false, true, true]],
  ["more than", [false, false, true]],
] as const)("Compare Numbers: whether 1, 2 and 3 are %s 2", async (name, answers) => {
  const results = await Promise.all([1, 2, 3].map((a) => compareNumbers.run({ a, test: name, b: 2 }, ctx)));
  expect(results.map(({ result }) => result)).toEqual(answers);
});

test.each([
  [7, 1, 8],
  [7, 0, 7],
  [Number.MAX_SAFE_INTEGER, 1, 0],
  [Number.MAX_SAFE_INTEGER - 1, 3, 1],
])("Seed %d with steps of %d goes on to %d, within the range of seeds", async (from, step, next) => {
  expect(await seed.run({ seed: from, step }, ctx)).toEqual({ seed: from, next });
});
