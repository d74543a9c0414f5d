/**
 * Exercises in leaving room: clips of scenes that nobody has seen are asked for, and learnt is the thought that settles each,
 * its first picture and the way through it.
 */
import type { TextTokenizer } from "../../model/text/tokenizer.ts";
import type { Rng } from "../../runtime/tensor/index.ts";
import { drawClip } from "../world/abilities/clip.ts";
import type { TurnPiece } from "../world/abilities/sample.ts";
import { planStart } from "../world/plan.ts";
import { cellSide, drawCanvas } from "../world/vocabulary.ts";
import { type Lesson, type LessonSegment, learn, lineOf, read } from "./segment.ts";

const CLIPS = 3;

/** Draws clips on canvases of any shape; the shape is told. */
export function stageLesson(rng: Rng, tokenizer: TextTokenizer): Lesson {
  const segments: LessonSegment[] = [];
  while (segments.length < 3 * CLIPS) {
    const options = { split: "seen", phrasing: "taught", canvas: drawCanvas(rng) } as const;
    const clip = drawClip(rng, "text-to-clip", options);
    if (clip?.answer.type !== "scenes") continue;
    const [asked, thought] = clip.turns.flatMap(({ content }): readonly TurnPiece[] => content);
    const [{ height, width } = { height: 0, width: 0 }] = clip.answer.scenes;
    if (asked?.type !== "text" || thought?.type !== "thought") continue;
    const shape = planStart([height / cellSide, width / cellSide]);
    segments.push(
      read(lineOf(tokenizer, asked.text)),
      read(tokenizer.encode(shape)),
      learn(lineOf(tokenizer, thought.text.slice(shape.length))),
    );
  }
  return { segments };
}
