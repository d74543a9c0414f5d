import { expect, test } from "vitest";
import { rateAt } from "../../training/schedule.ts";

const schedule = { steps: 1000, rates: [2e-3, 5e-5] as const };

test.each([
  [0, 2e-3 / 100], // the first of 100 steps of the rise
  [500, (2e-3 + 5e-5) / 2], // half of the cosine
  [1000, 5e-5],
  [2000, 5e-5],
])("step %d learns at %f", (step, rate) => expect(rateAt(step, schedule)).toBeCloseTo(rate, 8));

test("after the rise the rate only falls", () => {
  const rates = Array.from({ length: 901 }, (_, i) => rateAt(100 + i, schedule));
  expect(rates.every((rate, i) => i === 0 || rate < (rates[i - 1] as number))).toBe(true);
});
