/**
 * Exercises in what can happen: a picture is told in the words of plans, and thoughts of changes that it allows are learnt.
 * A story thinks of one a beat; what fits the picture (the places that are free and have names, a kind that is not there
 * yet) is learnt from many.
 */
import type { Rng } from "../../runtime/tensor/index.ts";
import { drawEdit } from "../world/abilities/edit.ts";
import { sight } from "../world/abilities/thought.ts";
import { generateScene } from "../world/generate.ts";
import { drawCanvas } from "../world/vocabulary.ts";
import type { LessonOptions } from "./lesson.ts";
import { begunLine, type Lesson, type LessonSegment, lineOf, read } from "./segment.ts";

const LINES = 7;
const TRIES = 20;
/** Changes that a place has to be found for, most often. */
const names = ["move", "move", "move", "add", "add", "resize", "replace", "recolour"] as const;

/** Draws a scene of any canvas and changes that are possible, none twice; what is done is told, the rest of each is learnt. */
export function imagineLesson(rng: Rng, { tokenizer }: Pick<LessonOptions, "tokenizer">): Lesson {
  const kind = rng.pick(["single-object", "two-objects", "two-objects", "attribute-binding"] as const);
  const scene = generateScene(rng, { canvas: drawCanvas(rng), split: "seen" }, kind);
  const segments: LessonSegment[] = [read(lineOf(tokenizer, sight(scene)))];
  const told = new Set<string>();
  for (let tries = 0; tries < TRIES && told.size < LINES; tries++) {
    const { thought } = drawEdit(rng, scene, rng.pick(names), { split: "seen", phrasing: "taught", own: true }) ?? {};
    if (thought === undefined || told.has(thought)) continue;
    told.add(thought);
    segments.push(...begunLine(tokenizer, thought));
  }
  return told.size > 0 ? { segments } : imagineLesson(rng, { tokenizer });
}
