import { expect, test } from "vitest";
import { loadTextTokenizer } from "../../../model/text/tokenizer.ts";
import { createRng } from "../../../runtime/tensor/index.ts";
import { recallLesson } from "../../../training/transformer/recall.ts";
import type { LessonSegment } from "../../../training/transformer/segment.ts";
import { trainWorldBpe } from "../../../training/transformer/text.ts";

const tokenizer = loadTextTokenizer(trainWorldBpe(512, 1));
const words = (segments: readonly LessonSegment[]) =>
  tokenizer.decode(segments.flatMap((each) => (each.type === "text" ? each.ids : [])));

test("what is learnt after each name is what the list said of it", () => {
  for (let seed = 0; seed < 40; seed++) {
    const { segments } = recallLesson(createRng(seed), { tokenizer });
    const [list, ...asked] = words(segments).split("\n");
    const things = (list ?? "").slice("see ".length).split(/(?<=[a-f][1-6]) /);
    expect(things.length >= 3 && things.length <= 6).toBe(true);
    for (const line of asked)
      expect(
        line
          .slice("see ".length)
          .split(/(?<=[a-f][1-6]) /)
          .sort(),
      ).toEqual(things.toSorted());
    const [told, ...answers] = words(segments.filter((each) => each.learnt)).split(/(?<=[a-f][1-6])/);
    expect([told, ...answers].filter(Boolean)).toHaveLength(asked.length * things.length);
  }
});

test("names differ, so that each has one answer", () => {
  const { segments } = recallLesson(createRng(3), { tokenizer });
  const names = (words(segments).split("\n")[1] ?? "").slice("see ".length).split(/ ?\S+ [a-f][1-6] ?/);
  expect(new Set(names).size).toBe(names.length);
});
