import { expect, test } from "vitest";
import { i32 } from "../../../runtime/tensor/index.ts";
import { exchangeCodes } from "../../../training/tokenizer/refine.ts";

const grids = [
  [1, 1],
  [1, 2],
  [1, 2],
] as const;
/** Image i has the codes 10·i … 10·i + 4. */
const codes = i32(
  Int32Array.from({ length: 5 * 5 }, (_, n) => 10 * Math.floor(n / 5) + (n % 5)),
  [5, 5],
);

test("the first pair exchanges the codes of outlines, the second those of colours, other images keep theirs", () => {
  const { data } = exchangeCodes(codes, grids, 2, { outlines: 2, colors: 1 });
  expect([...data]).toEqual([
    ...[0, 1, 2, 13, 14],
    ...[10, 11, 12, 3, 4],
    ...[20, 31, 32, 23, 24],
    ...[30, 21, 22, 33, 34],
    ...[40, 41, 42, 43, 44],
  ]);
});

test("without exchange the codes are what they were", () => {
  expect(exchangeCodes(codes, grids, 2, null)).toBe(codes);
});
