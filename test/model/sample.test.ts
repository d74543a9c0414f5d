import { expect, test } from "vitest";
import { upsampling } from "../../model/embed.ts";
import { draw, guidanceRamp, topAlternatives } from "../../model/sample.ts";
import {
  bicubic,
  concat,
  constant,
  f32,
  normals,
  randomKey,
  resize,
  scalar,
  type Tensor,
} from "../../runtime/tensor/index.ts";
import { evaluate, largestDifference } from "./run.ts";

/** Logits of the probabilities .1, .5, .15, .25. */
const logits = constant(f32([0.1, 0.5, 0.15, 0.25].map(Math.log), [1, 4]));
const kept = (topK: number, topP: number, temperature = 1) =>
  topAlternatives(logits, { topK, topP: scalar(topP), temperature: scalar(temperature) });

test.each([
  [0, 1, [0.5, 0.25, 0.15, 0.1]],
  [2, 1, [2 / 3, 1 / 3]],
  [0, 0.6, [2 / 3, 1 / 3, 0, 0]], // .5 is less than .6, so the second stays
  [0, 0, [1, 0, 0, 0]],
  [3, 0.5, [1, 0, 0]], // of .9 together the best holds more than half
])("top-k %d and top-p %d keep %j", async (topK, topP, want) => {
  const { probabilities } = await evaluate({ probabilities: kept(topK, topP).probabilities });
  expect(largestDifference(probabilities, f32(want, [1, want.length]))).toBeLessThan(1e-6);
});

test("draws follow the distribution function, up to its very end", async () => {
  const uniform = [0, 0.49, 0.51, 0.74, 0.76, 0.89, 0.91, 1 - 2 ** -24];
  const alternatives = topAlternatives(
    constant(
      f32(
        uniform.flatMap(() => [0.1, 0.5, 0.15, 0.25].map(Math.log)),
        [8, 4],
      ),
    ),
    {
      topK: 0,
      topP: scalar(1),
      temperature: scalar(1),
    },
  );
  const { ids } = await evaluate({ ids: draw(alternatives, constant(f32(uniform, [8, 1]))) });
  expect([...ids.data]).toEqual([1, 1, 3, 3, 2, 2, 0, 0]);
});

test("nothing that was dropped is ever drawn", async () => {
  const { ids } = await evaluate({ ids: draw(kept(0, 0.6), constant(f32([1 - 2 ** -24], [1, 1]))) });
  expect([...ids.data]).toEqual([3]);
});

test("guidance rises from nothing to its full strength", () => {
  expect([0, 1, 2].map((k) => guidanceRamp(4, k, 3))).toEqual([
    [1, -0],
    [3, -2],
    [5, -4],
  ]);
});

test("one resizing matrix does what resizing rows and columns does, and adding up", async () => {
  const [x, y] = [1, 2].map((i) => constant(f32(normals(randomKey(i), 2 * 6 * 3), [2, 6, 3]))) as [Tensor, Tensor];
  const resized = [resize(x.reshape([2, 2, 3, 3]), 3, 5, bicubic), resize(y.reshape([2, 3, 2, 3]), 3, 5, bicubic)];
  const { one, two, onlyOne, onlyTwo } = await evaluate({
    one: constant(
      upsampling(
        [
          [2, 3],
          [3, 2],
        ],
        [3, 5],
      ),
    ).matmul(concat([x, y], 1)),
    two: (resized[0] as Tensor).add(resized[1] as Tensor),
    onlyOne: constant(upsampling([[2, 3]], [3, 5])).matmul(x),
    onlyTwo: resized[0] as Tensor,
  });
  expect(largestDifference(one, two)).toBeLessThan(1e-6);
  expect(largestDifference(onlyOne, onlyTwo)).toBeLessThan(1e-6);
});
