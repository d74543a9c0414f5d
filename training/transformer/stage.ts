/**
 * Exercises in leaving room: clips of scenes that nobody has seen are asked for, and learnt is the thought that settles each,
 * the way through it and where the rest stands.
 */
import type { Rng } from "../../runtime/tensor/index.ts";
import { drawClip } from "../world/abilities/clip.ts";
import type { TurnPiece } from "../world/abilities/sample.ts";
import { drawCanvas } from "../world/vocabulary.ts";
import type { LessonOptions } from "./lesson.ts";
import { begunLine, type Lesson, type LessonSegment, lineOf, read } from "./segment.ts";

const CLIPS = 3;

/** Draws clips on canvases of any shape; the shape is told. */
export function stageLesson(rng: Rng, { tokenizer }: Pick<LessonOptions, "tokenizer">): Lesson {
  const segments: LessonSegment[] = [];
  while (segments.length < 3 * CLIPS) {
    const options = { split: "seen", phrasing: "taught", canvas: drawCanvas(rng) } as const;
    const clip = drawClip(rng, "text-to-clip", options);
    if (!clip) continue;
    const [asked, thought] = clip.turns.flatMap(({ content }): readonly TurnPiece[] => content);
    if (asked?.type !== "text" || thought?.type !== "thought") continue;
    segments.push(read(lineOf(tokenizer, asked.text)), ...begunLine(tokenizer, thought.text));
  }
  return { segments };
}
