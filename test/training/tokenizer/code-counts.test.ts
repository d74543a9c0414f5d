import { expect, test } from "vitest";
import { biasOf, codeNats, countCodes, noCounts } from "../../../training/tokenizer/code-counts.ts";

const grids = [
  [1, 1],
  [1, 2],
] as const;

test("codes are counted by the grid they were taken on, and old counts fade", () => {
  const counts = noCounts(2, 3);
  countCodes(counts, [0, 1, 1, 2, 1, 2], grids); // two images: 0 | 1 1 and 2 | 1 2
  expect([...counts.data]).toEqual([1, 0, 1, 0, 3, 1]);
  countCodes(counts, [0, 0, 0], grids, 0.5);
  expect([...counts.data]).toEqual([1.5, 0, 0.5, 2, 1.5, 0.5]);
});

test("codes of grids beyond the counts are left out", () => {
  const counts = noCounts(1, 3);
  countCodes(counts, [2, 0, 1], grids);
  expect([...counts.data]).toEqual([0, 0, 1]);
});

test("the bias is λ times the log of a code's share, and unseen codes are dear", () => {
  const counts = noCounts(1, 2);
  countCodes(counts, [0, 0, 0, 1], [[1, 1]]);
  const [often, seldom] = biasOf(counts, [2]).data;
  expect(often).toBeCloseTo(2 * Math.log(3.01 / 4.02), 5);
  expect(seldom).toBeCloseTo(2 * Math.log(1.01 / 4.02), 5);
  expect(biasOf(counts, [0]).data.every((v) => Math.abs(v) === 0)).toBe(true);
});

test("the nats of two equally frequent codes are log 2, of one code 0", () => {
  const counts = noCounts(2, 4);
  countCodes(counts, [0, 3, 3, 1, 3, 3], grids);
  expect(codeNats(counts)[0]).toBeCloseTo(Math.log(2), 6);
  expect(codeNats(counts)[1]).toBeCloseTo(0, 6);
});
