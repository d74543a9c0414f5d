import { expect, test } from "vitest";
import { boiId } from "../../../model/config.ts";
import { createRng } from "../../../runtime/tensor/index.ts";
import { conversation, paintingSegments } from "../../../training/transformer/conversation.ts";
import { imageRows, lessonRows, slotsOf } from "../../../training/transformer/rows.ts";
import type { Lesson, LessonSegment } from "../../../training/transformer/segment.ts";
import { assistant, image, text, user } from "../../../training/world/abilities/sample.ts";
import { sight } from "../../../training/world/abilities/thought.ts";
import { generateScene } from "../../../training/world/generate.ts";
import { plan } from "../../../training/world/plan.ts";
import { micro } from "../micro.ts";

const { tokenizer, config } = micro;
const grids = micro.grids["1:1"];
const scene = generateScene(createRng(1, "rows"), { canvas: "1:1", split: "seen" }, "single-object");
const planIds = tokenizer.encode(
  plan(
    scene,
    scene.objects.map(({ kind }) => kind),
  ),
);
const end = tokenizer.tokenToId("<|im_end|>");
const arrange = (lesson: Lesson, length = 260) => lessonRows(lesson, { config, grids, length });
const painting = (words: string | null): Lesson => ({
  segments: paintingSegments(tokenizer, "a red star", words, scene),
});

const learntOf = ({ weights, targets }: { readonly weights: Float32Array; readonly targets: Int32Array }) =>
  [...targets].filter((_, i) => weights[i] === 1);

test("a prompt is read, not learnt; that its image follows is", () => {
  const rows = arrange(painting(null));
  expect(rows.ids.length).toBe(260);
  expect(learntOf(rows)).toEqual([boiId(config)]);
  expect(rows.targets.every((id) => id >= 0)).toBe(true);
});

test("of a plan every word is learnt, and that the image follows it", () => {
  expect(learntOf(arrange(painting("white red star")))).toEqual([...tokenizer.encode("white red star"), boiId(config)]);
});

test("of an answer every token is learnt up to the one that ends it, and nothing of the question", () => {
  const lesson = {
    segments: conversation(tokenizer, [user(image(scene), text("How many?")), assistant(text("two"))], "none"),
  };
  expect(slotsOf(lesson)).toBe("c");
  expect(learntOf(arrange(lesson))).toEqual([...tokenizer.encode("two"), end]);
});

test("one who looks writes what each shown picture has where, before the answer", () => {
  const turns = [user(image(scene), text("How many?")), assistant(text("two"))];
  const rows = arrange({ segments: conversation(tokenizer, turns, "learnt") });
  const seen = [...tokenizer.encode(sight(scene)), ...tokenizer.encode("\n")];
  expect(learntOf(rows)).toEqual([...seen, ...tokenizer.encode("two"), end]);
});

test("an image that is left out keeps its steps: all rows that are left stand where they stood", () => {
  const beats = [text("Once."), image(scene), text("Then."), image(scene)];
  const segments = conversation(tokenizer, [user(text("tell")), assistant(...beats)], "none");
  const gaps = segments.map((each): LessonSegment => (each.type === "image" ? { type: "gap", learnt: true } : each));
  const [whole, left] = [arrange({ segments }), arrange({ segments: gaps })];
  expect(slotsOf({ segments: gaps })).toBe("");
  expect(left.groups).toEqual(whole.groups.slice(0, 260));
  expect(left.positions).toEqual(whole.positions.slice(0, 3 * 260));
  expect(learntOf(left)).toEqual(learntOf(whole).filter((_, i, all) => i < all.length - 2));
});

test("an edited image is planned and painted; what its <eoi> is followed by is learnt too", () => {
  const turns = [user(image(scene), text("remove it.")), assistant(image(scene))];
  const lesson = { segments: conversation(tokenizer, turns, "none") };
  expect(slotsOf(lesson)).toBe("cp");
  const rows = arrange(lesson);
  expect(rows.groups.length).toBe(260 + 2 * imageRows(grids, "cp"));
  expect(learntOf(rows)).toEqual([...planIds, boiId(config), end]);
  expect([...rows.weights.slice(-2)]).toEqual([0, 1]);
});

test("in a story text follows each image, which its <eoi> predicts", () => {
  const beats = [text("Once."), image(scene), text("Then."), image(scene)];
  const lesson = { segments: conversation(tokenizer, [user(text("tell")), assistant(...beats)], "none") };
  const rows = arrange(lesson);
  expect(rows.targets.at(-2)).toBe(tokenizer.encode("Then.")[0]);
  expect([...rows.weights.slice(-2)]).toEqual([1, 1]);
});

test("a text that does not fit is refused", () => {
  expect(() => arrange(painting(null), 10)).toThrow(/did not fit the recipe's 10 text rows/);
});
