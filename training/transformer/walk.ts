/**
 * Exercises in going from cell to cell: several clips of one scene are asked for, no two of the same way, and of each only the line that it turns
 * on is learnt, which names every cell that the object comes to.
 */
import type { Rng } from "../../runtime/tensor/index.ts";
import { drawMotion } from "../world/abilities/clip.ts";
import { sight } from "../world/abilities/thought.ts";
import { generateScene } from "../world/generate.ts";
import { inReadingOrder } from "../world/scene.ts";
import type { LessonOptions } from "./lesson.ts";
import { type Lesson, learn, lineOf, read } from "./segment.ts";

const MOST = 5;
const TRIES = 12;

/** Draws a scene, and where what is in it goes when it is told to. */
export function walkLesson(rng: Rng, options: Pick<LessonOptions, "tokenizer" | "canvas">): Lesson {
  const { tokenizer, canvas } = options;
  const kind = rng.pick(["single-object", "two-objects"] as const);
  const scene = inReadingOrder(generateScene(rng, { canvas, split: "seen" }, kind));
  const segments = [read(lineOf(tokenizer, sight(scene)))];
  const ways = new Set<string>();
  for (let tries = 0; tries < TRIES && segments.length < 1 + 2 * MOST; tries++) {
    const motion = drawMotion(rng, scene, "taught");
    if (!motion || ways.has(motion.thought)) continue;
    ways.add(motion.thought);
    segments.push(read(tokenizer.encode(`${motion.words}\n`)), learn(lineOf(tokenizer, motion.thought)));
  }
  return segments.length > 1 ? { segments } : walkLesson(rng, options);
}
