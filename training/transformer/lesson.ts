/** What the transformer learns from: a conversation as segments of a sequence, each marked whether it is learnt. */
import type { TextTokenizer } from "../../model/text/tokenizer.ts";
import type { Rng } from "../../runtime/tensor/index.ts";
import { drawAsking, drawEditing, drawSample, drawUntil } from "../world/abilities/draw-sample.ts";
import { type Ability, abilities, type Sample, type SampleOptions } from "../world/abilities/sample.ts";
import { state } from "../world/caption.ts";
import { generateScene } from "../world/generate.ts";
import { plan } from "../world/plan.ts";
import type { Canvas } from "../world/vocabulary.ts";
import { applyLesson } from "./apply.ts";
import { compareLesson } from "./compare.ts";
import { conversation, paintingSegments } from "./conversation.ts";
import { imagineLesson } from "./imagine.ts";
import { locateLesson } from "./locate.ts";
import { lookLesson } from "./look.ts";
import { recallLesson } from "./recall.ts";
import type { TransformerRecipe } from "./recipe.ts";
import type { Lesson, LessonSegment } from "./segment.ts";
import { stageLesson } from "./stage.ts";
import { walkLesson } from "./walk.ts";

/** After one picture in a lesson without images. */
const MOST_QUESTIONS = 5;
const MOST_EDITS = 3;

export interface LessonOptions {
  readonly tokenizer: TextTokenizer;
  readonly canvas: Canvas;
  /** Share of captions left empty, 0 … 1, for guidance (spec §3.2); no plan follows half of them. */
  readonly dropped: number;
  /** Share of the other captions after which a plan is written before the image, and of answers that begin with what is seen. */
  readonly planned: number;
}

type Drill = "look" | "recall" | "walk" | "compare" | "locate" | "apply" | "imagine" | "stage";
const drills: { readonly [D in Drill]: (rng: Rng, options: LessonOptions) => Lesson } = {
  look: lookLesson,
  recall: recallLesson,
  walk: walkLesson,
  compare: compareLesson,
  locate: locateLesson,
  apply: applyLesson,
  imagine: imagineLesson,
  stage: stageLesson,
};
const isDrill = (exercise: Exercise): exercise is Drill => exercise in drills;

/** What a lesson exercises: an ability, or what all of them rest on, each drill in a file of its name. */
export type Exercise = Ability | Drill;
export const exercises: readonly Exercise[] = [...abilities, ...(Object.keys(drills) as Drill[])];

/** Which images of a conversation have rows: all, those that are shown, or none. */
export type Pictures = "all" | "shown" | "none";

/** What share of an ability's lessons has which pictures. */
export function pictureShares(
  ability: Exercise,
  { unpainted, blind }: Pick<TransformerRecipe, "unpainted" | "blind">,
): readonly (readonly [Pictures, number])[] {
  if (isDrill(ability)) return [["none", 1]];
  if (ability === "draw")
    return [
      ["all", 1 - blind],
      ["none", blind],
    ];
  return [
    ["all", 1 - unpainted - blind],
    ["shown", unpainted],
    ["none", blind],
  ];
}

/** Draws a lesson of an ability. All its images are of one canvas. */
export function drawLesson(rng: Rng, ability: Exercise, pictures: Pictures, options: LessonOptions): Lesson {
  if (ability === "draw") {
    if (pictures === "all") return paintingLesson(rng, options);
    return { segments: paintingLesson(rng, { ...options, dropped: 0, planned: 1 }).segments.map(withoutImage) };
  }
  if (isDrill(ability)) return drills[ability](rng, options);
  const how = { split: "seen", phrasing: "taught", canvas: options.canvas } as const;
  if (pictures === "none") {
    const { turns } = drawLong(rng, ability, how);
    return { segments: conversation(options.tokenizer, turns, "told").map(withoutImage) };
  }
  const { turns } = drawSample(rng, ability, how);
  const sights = rng.uniform() < options.planned ? "learnt" : "none";
  const segments = conversation(options.tokenizer, turns, sights);
  return { segments: pictures === "shown" ? segments.map(unpainted) : segments };
}

/** A sample that goes on where that is cheap: more questions, or more edits, after one picture that is told. */
function drawLong(rng: Rng, ability: Ability, options: SampleOptions): Sample {
  switch (ability) {
    case "ask":
      return drawUntil(() => drawAsking(rng, options, 1 + rng.integer(MOST_QUESTIONS)));
    case "edit":
      return drawUntil(() => drawEditing(rng, options, 1 + rng.integer(MOST_EDITS)));
    default:
      return drawSample(rng, ability, options);
  }
}

const withoutImage = (segment: LessonSegment): LessonSegment =>
  segment.type === "image" ? { type: "gap", learnt: segment.learnt } : segment;

const unpainted = (segment: LessonSegment): LessonSegment => (segment.learnt ? withoutImage(segment) : segment);

/**
 * `prompt, plan → image`: the plan is learnt, and that the image follows it. Objects are planned in the order in which the
 * prompt names them.
 */
function paintingLesson(rng: Rng, { tokenizer, canvas, dropped, planned }: LessonOptions): Lesson {
  const scene = generateScene(rng, { canvas, split: "seen" });
  const { text, objects } = state(scene, rng);
  const silent = rng.uniform() < dropped;
  const order = silent ? [] : objects.map(({ kind }) => kind);
  const words = rng.uniform() < (silent ? 0.5 : planned) ? plan(scene, order) : null;
  return { segments: paintingSegments(tokenizer, silent ? "" : text, words, scene) };
}
