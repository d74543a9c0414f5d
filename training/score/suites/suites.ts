/** What each suite asks: its categories, how a question of each is drawn, and in which form it is to be answered. */
import type { Rng } from "../../../runtime/tensor/random.ts";
import { questions } from "../../world/abilities/ask.ts";
import { clips, drawClip } from "../../world/abilities/clip.ts";
import { drawEditing, drawSample } from "../../world/abilities/draw-sample.ts";
import { edits } from "../../world/abilities/edit-wordings.ts";
import { drawInContext, rules } from "../../world/abilities/in-context.ts";
import { drawRiddle, riddles } from "../../world/abilities/riddle.ts";
import {
  type Ability,
  assistant,
  image,
  type Sample,
  type SampleOptions,
  text,
  user,
} from "../../world/abilities/sample.ts";
import { drawPrompt, type PromptCategory, promptCategories } from "../../world/prompts.ts";
import type { Canvas } from "../../world/vocabulary.ts";
import { drawJudge, judges } from "./judges.ts";
import { type AnswerForm, type Judge, type SuiteSplit, suiteSplitNames } from "./question.ts";

/** Where a question stands. */
export interface Place extends SampleOptions {
  readonly seed: number;
  /** Within category and split. */
  readonly index: number;
  /** Prompts of `draw` that it refuses are drawn anew. */
  readonly accepts?: ((prompt: string) => boolean) | undefined;
}

/** A conversation and who judges what the model says in it. */
export interface Exercise extends Pick<Sample, "turns"> {
  readonly judge: Judge;
  /** Default: the place's. */
  readonly canvas?: Canvas;
  readonly seed?: number;
}

export interface Category {
  readonly draw: (rng: Rng, place: Place) => Exercise | null;
  readonly form: AnswerForm;
  /** The category whose questions are asked here too, in another form. */
  readonly like?: string;
  /** False: pictures are not planned. */
  readonly thinking?: false;
  /** Where things are is left open, though a picture is shown. */
  readonly open?: true;
}

export interface Suite {
  readonly splits: readonly SuiteSplit[];
  readonly categories: Readonly<Record<string, Category>>;
}

/** In the order in which they are asked and told. */
export const suites: { readonly [A in Ability]: Suite } = {
  draw: {
    splits: ["seen", "held-out"],
    categories: table(promptCategories, (name) => ({ form: "pictures", draw: (_, place) => drawing(place, name) })),
  },
  describe: {
    splits: ["seen", "held-out"],
    categories: {
      caption: { form: "words", draw: (rng, place) => judged("describe", drawSample(rng, "describe", place)) },
    },
  },
  ask: {
    splits: suiteSplitNames,
    categories: table(questions, (name) => ({ form: "words", draw: only("ask", name) })),
  },
  edit: {
    splits: suiteSplitNames,
    categories: {
      ...table(edits, (name) => ({
        form: "pictures",
        draw: (rng, place) => judged("edit", drawEditing(rng, place, 1, name)),
      })),
      "2 steps": { form: "pictures", draw: (rng, place) => judged("edit", drawEditing(rng, place, 2)) },
      "3 steps": { form: "pictures", draw: (rng, place) => judged("edit", drawEditing(rng, place, 3)) },
    },
  },
  subject: {
    splits: suiteSplitNames,
    categories: { "two objects": { form: "pictures", draw: only("subject", "two objects"), open: true } },
  },
  "in-context": {
    splits: suiteSplitNames,
    categories: table(rules, (name) => ({
      form: "pictures",
      draw: (rng, place) => judged("in-context", drawInContext(rng, name, place)),
    })),
  },
  story: {
    splits: suiteSplitNames,
    categories: table(["3 beats", "4 beats", "5 beats"], (name) => ({ form: "lines", draw: only("story", name) })),
  },
  clip: {
    splits: suiteSplitNames,
    categories: table(clips, (name) => ({
      form: "pictures",
      draw: (rng, place) => judged("clip", drawClip(rng, name, place)),
    })),
  },
  riddle: {
    splits: suiteSplitNames,
    categories: Object.fromEntries(
      riddles.flatMap((name): readonly (readonly [string, Category])[] => {
        const draw: Category["draw"] = (rng, place) => judged("riddle", drawRiddle(rng, name, place));
        return [
          [name, { form: "lines", draw }],
          [`${name}, plan only`, { form: "pictures", draw, like: name }],
          [`${name}, no thinking`, { form: "pictures", draw, like: name, thinking: false }],
        ];
      }),
    ),
  },
};

/** One category a name. */
function table<N extends string>(names: readonly N[], make: (name: N) => Category): Suite["categories"] {
  return Object.fromEntries(names.map((name) => [name, make(name)]));
}

type Conversing = keyof typeof judges;

const judged = (ability: Conversing, sample: Sample | null): Exercise | null =>
  sample && { turns: sample.turns, judge: judges[ability](sample.turns) };

/** An exercise of one category, where the ability draws them all. */
function only(ability: Conversing, category: string): Category["draw"] {
  return (rng, place) => {
    const sample = drawSample(rng, ability, place);
    return sample.category === category ? judged(ability, sample) : null;
  };
}

/** The prompt of `draw`: categories take turns, so that a list of all of them is `drawPrompts`. */
function drawing({ seed, split, index, accepts }: Place, category: PromptCategory): Exercise {
  const i = promptCategories.length * index + promptCategories.indexOf(category);
  const { prompt, scene, expected, canvas } = drawPrompt({ seed, split, accepts }, i);
  const turns = [user(text(prompt)), assistant(image(scene))];
  return { turns, judge: drawJudge(expected), canvas, seed: seed + i };
}
