/** Exercises in seeing: one picture after another is shown, and learnt is what each has where, in the form of plans. */
import type { Rng } from "../../runtime/tensor/index.ts";
import { assistant, image, user } from "../world/abilities/sample.ts";
import { generateScene } from "../world/generate.ts";
import { conversation } from "./conversation.ts";
import type { LessonOptions } from "./lesson.ts";
import type { Lesson } from "./segment.ts";

const SCENES = 3;

/** Draws pictures on one canvas. They are seen, none is painted. */
export function lookLesson(rng: Rng, { tokenizer, canvas }: Pick<LessonOptions, "tokenizer" | "canvas">): Lesson {
  const scenes = Array.from({ length: SCENES }, () => generateScene(rng, { canvas, split: "seen" }));
  const turns = scenes.flatMap((scene) => [user(image(scene)), assistant()]);
  return { segments: conversation(tokenizer, turns, "learnt") };
}
