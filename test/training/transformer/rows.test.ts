import { expect, test } from "vitest";
import { boiId } from "../../../model/config.ts";
import { chatAnswer } from "../../../model/text/chat.ts";
import { drawRows, tellRows } from "../../../training/transformer/rows.ts";
import { micro } from "../micro.ts";

const context = { ...micro, grids: micro.grids["1:1"], length: 120 };

const learntOf = ({ weights, targets }: { readonly weights: Float32Array; readonly targets: Int32Array }) =>
  [...targets].filter((_, i) => weights[i] === 1);

test("a prompt is read, not learnt", () => {
  const rows = drawRows(context, "a red star", null);
  expect(rows.ids.length).toBe(120);
  expect(learntOf(rows)).toEqual([]);
  expect(rows.targets.every((id) => id >= 0)).toBe(true);
});

test("of a plan every word is learnt, and that the image follows it", () => {
  const rows = drawRows(context, "a red star", "white red star");
  expect(learntOf(rows)).toEqual([...micro.tokenizer.encode("white red star"), boiId(micro.config)]);
});

test("of a description every token of the answer is learnt, and nothing else", () => {
  const answer = chatAnswer(micro.tokenizer, "two cats");
  const learnt = learntOf(tellRows(context, "two cats"));
  expect(learnt).toEqual([...answer].slice(-learnt.length));
  expect(answer.length - learnt.length).toBeLessThanOrEqual(1); // the first may be what the question ends with
});

test("a text that does not fit is refused", () => {
  expect(() => drawRows({ ...context, length: 10 }, "a red star", null)).toThrow(
    /did not fit the recipe's 10 text rows/,
  );
});
