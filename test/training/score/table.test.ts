import { expect, test } from "vitest";
import { printTable, scoreTable } from "../../../training/score/table.ts";

test("overall is the mean of the categories' means, whatever their sizes", () => {
  const table = scoreTable([
    { category: "counting", pass: true },
    { category: "counting", pass: false },
    { category: "colors", pass: true },
  ]);
  expect(table.overall).toBe(0.75);
  expect(printTable(table)).toBe(
    [
      "counting            50.0 %   1/2",
      "colors             100.0 %   1/1",
      "overall             75.0 %   mean of categories",
    ].join("\n"),
  );
});

test("no results make an empty table", () => {
  expect(scoreTable([])).toEqual({ rows: [], overall: 0 });
});
