/**
 * Which shapes of batch an ability needs, and how often: lessons are sorted by their images and by the number of text rows
 * that they are padded to, so that short ones do not pay for the few long ones.
 */
import { createRng, type Rng } from "../../runtime/tensor/index.ts";
import type { Canvas } from "../world/vocabulary.ts";
import { drawLesson, type Exercise, type LessonOptions, type Pictures, pictureShares } from "./lesson.ts";
import type { TransformerRecipe } from "./recipe.ts";
import { type Slots, slotsOf, textLength } from "./rows.ts";
import type { Lesson } from "./segment.ts";

export interface LengthClass {
  readonly pictures: Pictures;
  readonly slots: Slots;
  /** Text rows. */
  readonly length: number;
  /** Share of the ability's lessons, 0 … 1. */
  readonly share: number;
}

const SAMPLES = 300;
/** A class with a smaller share is left out. */
const LEAST = 0.02;

/** The smallest of `lengths` that a lesson fits into. */
const lengthFor = (lesson: Lesson, lengths: readonly number[]): number | undefined =>
  lengths.find((length) => textLength(lesson) <= length);

/** Measures the classes of an ability, likeliest first. Equal seeds give equal classes. */
export function lengthClasses(
  ability: Exercise,
  tokenizer: LessonOptions["tokenizer"],
  recipe: TransformerRecipe,
): readonly LengthClass[] {
  const counts = new Map<string, LengthClass>();
  for (const [pictures, share] of pictureShares(ability, recipe))
    for (let i = 0; i < SAMPLES; i++) {
      const rng = createRng(recipe.seed, "length", ability, i);
      const lesson = drawLesson(rng, ability, pictures, { tokenizer, ...recipe, canvas: "1:1" });
      const length = lengthFor(lesson, recipe.lengths);
      if (length === undefined) continue;
      const slots = slotsOf(lesson);
      const key = `${pictures} ${slots} ${length}`;
      const known = counts.get(key)?.share ?? 0;
      counts.set(key, { pictures, slots, length, share: known + share / SAMPLES });
    }
  const common = [...counts.values()].filter(({ share }) => share >= LEAST);
  const all = common.reduce((sum, { share }) => sum + share, 0);
  return common.map((each) => ({ ...each, share: each.share / all })).sort((a, b) => b.share - a.share);
}

/** A class by its share. */
export function pickClass(classes: readonly LengthClass[], rng: Rng): LengthClass {
  let left = rng.uniform();
  for (const each of classes) {
    left -= each.share;
    if (left < 0) return each;
  }
  return classes[0] as LengthClass;
}

/** Draws lessons until one is of the class. */
export function lessonOf(
  { pictures, slots, length }: LengthClass,
  lengths: readonly number[],
  ability: Exercise,
  options: LessonOptions & { readonly canvas: Canvas },
  rng: Rng,
): Lesson {
  for (;;) {
    const lesson = drawLesson(rng, ability, pictures, options);
    if (slotsOf(lesson) === slots && lengthFor(lesson, lengths) === length) return lesson;
  }
}
