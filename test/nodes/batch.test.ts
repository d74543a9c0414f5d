import { expect, test } from "vitest";
import type { Picture } from "../../model/vision/codec.ts";
import { collectImages } from "../../nodes/batch/collect-images.ts";
import { repeatImages } from "../../nodes/batch/repeat-images.ts";
import { splitImages } from "../../nodes/batch/split-images.ts";
import { fakeContext } from "./fake-context.ts";

const { ctx } = fakeContext();
const dot = (grey: number): Picture => ({ height: 1, width: 1, data: Uint8Array.of(grey, grey, grey) });
const dots = (...greys: readonly number[]) => greys.map(dot);

test("Collect Images keeps the order of its inputs and counts", async () => {
  const empty = { b: undefined, c: undefined, d: undefined };
  expect(await collectImages.run({ a: dots(1), ...empty }, ctx)).toEqual({ image: dots(1), count: 1 });
  expect(await collectImages.run({ d: dots(4), b: [], c: dots(3), a: dots(1, 2) }, ctx)).toEqual({
    image: dots(1, 2, 3, 4),
    count: 4,
  });
});

test("Repeat Images repeats the whole list", async () => {
  expect(await repeatImages.run({ image: dots(1, 2), times: 2 }, ctx)).toEqual({ image: dots(1, 2, 1, 2) });
});

test.each([
  [0, 1, [1], [2, 3]],
  [1, 1, [2], [1, 3]],
  [0, 3, [1, 2, 3], []],
])("Split Images from %d takes %d of three: %j and the rest %j", async (start, count, image, rest) => {
  expect(await splitImages.run({ image: dots(1, 2, 3), start, count }, ctx)).toEqual({
    image: dots(...image),
    rest: dots(...rest),
  });
});

test.each([
  [3, 1],
  [2, 2],
])("Split Images from %d cannot take %d of three", (start, count) => {
  expect(() => splitImages.run({ image: dots(1, 2, 3), start, count }, ctx)).toThrow(
    expect.objectContaining({ code: "NODES_TOO_FEW_PICTURES" }),
  );
});
