/** How reports speak of the suites and what they measure. */
import type { Ability } from "../../world/abilities/sample.ts";
import { type Measures, measures, type SuiteSplit } from "./question.ts";

export interface SuiteWords {
  readonly title: string;
  readonly asks: string;
  readonly judged: string;
}

export const suiteWords: { readonly [A in Ability]: SuiteWords } = {
  draw: {
    title: "Text to image",
    asks: "A caption; the model paints it. The six task families of GenEval.",
    judged:
      "Every kind of object that the caption names is found in the pixels at least as often as it says (exactly as often for counting), in its colour, and in the relation that is asked for.",
  },
  describe: {
    title: "Captions",
    asks: "A picture, and “Describe this picture.”",
    judged:
      "The caption is read again: it names every object with its number and nothing else; a background, place or relation that it tells must be true.",
  },
  ask: {
    title: "Questions",
    asks: "A picture and a question with one right answer: a colour, a number, a place, a relation, yes or no, the background.",
    judged: "The answer is the right one, in any words that the world has for it (“2” for “two”).",
  },
  edit: {
    title: "Edits",
    asks: "A picture and an instruction; in several steps each goes on from the model's own picture.",
    judged:
      "Followed: what was asked for is seen where it may be, and what it replaces is gone. Preserved: every other object is where it was, and the pixels outside the change differ by 0.03 of their range at most in the mean; that difference is the rest error. In several steps every change must be followed; a step that means nothing in the picture that the model made, though nothing was lost in it, is not judged.",
  },
  subject: {
    title: "Subjects",
    asks: "A picture of one object, to be drawn beside another one on a named background.",
    judged: "Both objects are seen once each and nothing else, on that background.",
  },
  "in-context": {
    title: "Rules by example",
    asks: "One or two pairs of pictures before and after, then a picture to do the same to.",
    judged: "Every object is found at its place, and nothing else, on the right background.",
  },
  story: {
    title: "Stories",
    asks: "A story of three to five beats, each a sentence and a picture.",
    judged:
      "The first picture shows whom the story is about and nobody else; each next one shows what its own sentence says, with everything else as it was; and there are as many as were asked for.",
  },
  clip: {
    title: "Clips",
    asks: "Four to eight frames of something moving, told in words or from a first frame.",
    judged:
      "As many frames as asked for; the same objects in each on the same background; one moves further from frame to frame as told (and returns where it was told to), the others stay; a first frame that was given is shown.",
  },
  riddle: {
    title: "Riddles",
    asks: "Something to draw that is not named: a thing by a fact, a number by a sum. The same riddles three times: with a sentence of thought and a plan before the picture, with the plan only, and with neither.",
    judged:
      "The picture shows what is meant, as often as meant, and nothing else. The thought is compared with the right one. Facts in words that training never uses are facts that it never taught.",
  },
};

export const splitWords: { readonly [S in SuiteSplit]: string } = {
  seen: "seen",
  "held-out": "held-out combinations",
  phrasings: "held-out phrasings",
};

/** "rest preserved 97.5 %, rest error 0.012" */
export const measuresText = (values: Measures): string =>
  (Object.keys(measures) as (keyof Measures)[])
    .flatMap((name) => {
      const value = values[name];
      return value === undefined ? [] : [`${name} ${measureText[measures[name]](value)}`];
    })
    .join(", ");

const measureText: { readonly [F in (typeof measures)[keyof Measures]]: (value: number) => string } = {
  share: percent,
  difference: (value) => value.toFixed(3),
};

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
