/**
 * Exercises in telling what differs: pairs of pictures in the words of plans, one that a rule made of the other, and after
 * each the line that says the rule and what it changed. What pairs of pictures show turns on that line; it says it once.
 */
import type { Rng } from "../../runtime/tensor/index.ts";
import { drawPair, rules } from "../world/abilities/in-context.ts";
import { sight } from "../world/abilities/thought.ts";
import type { LessonOptions } from "./lesson.ts";
import { type Lesson, type LessonSegment, learn, lineOf, read } from "./segment.ts";

const PAIRS = 4;

/** Draws pairs, each of a rule of its own, and what each shows. */
export function compareLesson(rng: Rng, { tokenizer, canvas }: Pick<LessonOptions, "tokenizer" | "canvas">): Lesson {
  const line = (text: string) => lineOf(tokenizer, text);
  const segments: LessonSegment[] = [];
  while (segments.length < 3 * PAIRS) {
    const pair = drawPair(rng, rng.pick(rules), { canvas, split: "seen" });
    if (pair) segments.push(read(line(sight(pair.before))), read(line(sight(pair.after))), learn(line(pair.thought)));
  }
  return { segments };
}
