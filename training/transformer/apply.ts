/**
 * Exercises in doing what is thought: a picture is told in the words of plans, then one change after another, each as an
 * edit's thought, and the plan of the picture after it is learnt.
 */
import type { Rng } from "../../runtime/tensor/index.ts";
import { drawEdit } from "../world/abilities/edit.ts";
import { edits } from "../world/abilities/edit-wordings.ts";
import { sight } from "../world/abilities/thought.ts";
import { generateScene } from "../world/generate.ts";
import { planInOrder } from "../world/plan.ts";
import { inReadingOrder } from "../world/scene.ts";
import type { LessonOptions } from "./lesson.ts";
import { type Lesson, learn, lineOf, read } from "./segment.ts";

const CHANGES = 4;
const TRIES = 12;

/** Draws a scene and what becomes of it. */
export function applyLesson(rng: Rng, options: Pick<LessonOptions, "tokenizer" | "canvas">): Lesson {
  const { tokenizer, canvas } = options;
  let scene = inReadingOrder(generateScene(rng, { canvas, split: "seen" }));
  const segments = [read(lineOf(tokenizer, sight(scene)))];
  for (let tries = 0; tries < TRIES && segments.length < 1 + 2 * CHANGES; tries++) {
    const edit = drawEdit(rng, scene, rng.pick(edits), { split: "seen", phrasing: "taught", own: rng.uniform() < 0.5 });
    if (!edit) continue;
    scene = edit.after;
    segments.push(read(lineOf(tokenizer, edit.thought)), learn(lineOf(tokenizer, planInOrder(scene))));
  }
  return segments.length > 1 ? { segments } : applyLesson(rng, options);
}
