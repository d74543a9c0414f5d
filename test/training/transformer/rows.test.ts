import { expect, test } from "vitest";
import { chatAnswer } from "../../../model/text/chat.ts";
import { drawRows, tellRows } from "../../../training/transformer/rows.ts";
import { micro } from "../micro.ts";

const context = { ...micro, grids: micro.grids["1:1"], length: 120 };

test("a prompt is read, not learnt", () => {
  const { ids, weights, targets } = drawRows(context, "a red star");
  expect(ids.length).toBe(120);
  expect(weights.every((weight) => weight === 0)).toBe(true);
  expect(targets.every((id) => id >= 0)).toBe(true);
});

test("of a description every token of the answer is learnt, and nothing else", () => {
  const answer = chatAnswer(micro.tokenizer, "two cats");
  const { weights, targets } = tellRows(context, "two cats");
  const learnt = [...targets].filter((_, i) => weights[i] === 1);
  expect(learnt).toEqual([...answer].slice(-learnt.length));
  expect(answer.length - learnt.length).toBeLessThanOrEqual(1); // the first may be what the question ends with
});

test("a text that does not fit is refused", () => {
  expect(() => drawRows({ ...context, length: 10 }, "a red star")).toThrow(/did not fit the recipe's 10 text rows/);
});
