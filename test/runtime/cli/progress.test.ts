import { expect, test } from "vitest";
import { createProgress, formatDuration, table } from "../../../runtime/cli/index.ts";
import { fakeIo } from "./fake-io.ts";

test("without a terminal there is a line every few seconds, with the time left, and one at the end", () => {
  const { io, written, advance } = fakeIo();
  const progress = createProgress(io, { total: 100, label: "train", intervalMs: 5000 });
  for (let step = 1; step <= 100; step++) {
    advance(200);
    progress.update(step, `loss ${100 - step}`);
  }
  progress.stop();
  expect(written.stderr.trim().split("\n")).toEqual([
    "train 25 % · 15 s left · loss 75",
    "train 50 % · 10 s left · loss 50",
    "train 75 % · 5.0 s left · loss 25",
    "train 100 % · done · loss 0",
  ]);
});

test("work of an earlier process does not count for the time left", () => {
  const { io, written, advance } = fakeIo();
  const progress = createProgress(io, { total: 100, label: "train", from: 80 });
  advance(10_000);
  progress.update(90);
  expect(written.stderr).toBe("train 90 % · 10 s left\n");
});

test("on a terminal there is a bar that can be stopped twice", () => {
  const { io, written } = fakeIo({ isTty: true });
  const progress = createProgress(io, { total: 4, label: "paint" });
  progress.update(2, "scale 2");
  progress.stop();
  progress.stop();
  expect(written.stderr).toContain("paint");
  expect(written.stderr).toContain("50%");
});

test.each([
  [0, "0.0 s"],
  [9940, "9.9 s"],
  [9960, "10 s"],
  [185_000, "3 min 05 s"],
  [7_800_000, "2 h 10 min"],
])("%i ms are %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test("a table aligns its columns", () => {
  expect(
    table([
      ["a", "bbb"],
      ["cc", "d"],
    ]),
  ).toBe("a   bbb\ncc  d");
});
