import { expect, test } from "vitest";
import { layOut, PADDING_GROUP, type Segment } from "../../model/sequence.ts";

const config = { position_range: 1, context_final_grid: false };
const image: Segment = {
  type: "image",
  grids: [
    [1, 1],
    [2, 2],
    [3, 3],
  ],
};
const text: Segment = { type: "text", ids: [11, 12, 13, 14, 15] };

/** Rows as (sequence, row, column), spatial coordinates in sixths. */
const rowsOf = (positions: Float32Array) =>
  Array.from({ length: positions.length / 3 }, (_, i) => [...positions.slice(3 * i, 3 * i + 3)]);

test("positions of Fig. 5: an image, five words, an image", () => {
  const { positions, groups, spans, next } = layOut([image, text, image], config);
  const rows = rowsOf(positions);
  expect(rows[0]).toEqual([0, 0, 0]);
  expect(rows.slice(1, 5)).toEqual([
    [1, 0.25, 0.25],
    [1, 0.25, 0.75],
    [1, 0.75, 0.25],
    [1, 0.75, 0.75],
  ]);
  expect(rows.slice(5, 14).map(([s, y = 0, x = 0]) => [s, Math.round(y * 6), Math.round(x * 6)].join())).toEqual([
    "2,1,1",
    "2,1,3",
    "2,1,5",
    "2,3,1",
    "2,3,3",
    "2,3,5",
    "2,5,1",
    "2,5,3",
    "2,5,5",
  ]);
  expect(rows.slice(14, 21).map(([s]) => s)).toEqual([3, 4, 5, 6, 7, 8, 9]);
  expect(rows.slice(20).map(([s]) => s)).toEqual([9, ...Array(4).fill(10), ...Array(9).fill(11), 12]);
  expect([...groups]).toEqual(rows.map(([s]) => s));
  expect(spans.map(({ kind, start, count }) => `${kind} ${start}+${count}`)).toEqual([
    ...["boi 0+1", "grid 1+4", "grid 5+9", "eoi 14+1", "text 15+5"],
    ...["boi 20+1", "grid 21+4", "grid 25+9", "eoi 34+1"],
  ]);
  expect(next).toBe(13);
});

test("an image has one input row per code but the first, and <boi> and <eoi>", () => {
  const { groups } = layOut([image], config);
  expect(groups.length).toBe(1 + 4 + 9 - 1 + 2);
});

test("with the final grid, one more step of the last size stands before <eoi>", () => {
  const { spans, next } = layOut([image], { ...config, context_final_grid: true });
  expect(spans.map(({ kind, count }) => `${kind} ${count}`)).toEqual(["boi 1", "grid 4", "grid 9", "final 9", "eoi 1"]);
  expect(next).toBe(5);
});

test("padding stands beyond every step", () => {
  expect(PADDING_GROUP).toBe(2 ** 30);
  expect(layOut([{ type: "text", ids: [] }, text], config, 3).next).toBe(8);
});
