/** A question about a scene with its one right answer. */
import type { Rng } from "../../../runtime/tensor/random.ts";
import { colorNames, type Kind, kindPlural, kindType } from "../kinds.ts";
import { clearRelation, placeOf } from "../relations.ts";
import { boxOf, groupBox, type Scene } from "../scene.ts";
import { backgrounds } from "../vocabulary.ts";
import { nounPhrase, numberWords, placeWords, relationWords } from "../words.ts";
import { countOf, kindsOf, loners, theName } from "./naming.ts";
import { pickOf } from "./pick.ts";
import { newKind } from "./place.ts";
import { fill, type Phrasing, pickWording, type Wordings } from "./sample.ts";
import { about, ofKind, whereabouts } from "./thought.ts";

export const questions = ["color", "count", "place", "relation", "yes-no", "background"] as const;
export type QuestionName = (typeof questions)[number];

export interface Question {
  readonly name: QuestionName;
  readonly question: string;
  readonly answer: string;
  /** What it is about. */
  readonly thought: string;
}

/** Draws a question of the named sort, or null where the scene has no clear answer to one. */
export function drawQuestion(rng: Rng, scene: Scene, name: QuestionName, phrasing: Phrasing): Question | null {
  const drawn = rules[name](rng, scene);
  if (!drawn) return null;
  const question = fill(pickWording(wordings[name], phrasing, rng), drawn.words);
  return { name, question, answer: drawn.answer, thought: drawn.thought };
}

const wordings = {
  color: [
    "What color is {it}?",
    "Which color does {it} have?",
    "What is the color of {it}?",
    "Name the color of {it}.",
    "Tell me what color {it} is.",
    "Say what color {it} is.",
    "Give the color of {it}.",
    "Tell me the color of {it}.",
  ],
  count: [
    "How many {many} are there?",
    "How many {many} do you see?",
    "How many {many} are in the picture?",
    "What is the number of {many}?",
    "Tell me how many {many} there are.",
    "Say how many {many} you see.",
    "Give the number of {many}.",
    "What is the count of {many}?",
    "Count how many {many} there are.",
    "Count the number of {many}.",
    "Count the {many}.",
  ],
  place: [
    "Where is {it}?",
    "In which place is {it}?",
    "Where in the picture is {it}?",
    "Where do you see {it}?",
    "Say where {it} is.",
    "Name the place of {it}.",
    "Tell me the place of {it}.",
    "Tell me where {it} is.",
  ],
  relation: [
    "Where is {it} relative to {other}?",
    "On which side of {other} is {it}?",
    "Where is {it}, seen from {other}?",
    "Tell me where {it} is relative to {other}.",
    "Where does {it} stand relative to {other}?",
    "How is {it} placed relative to {other}?",
    "How does {it} lie to {other}?",
    "Say where {it} stands, seen from {other}.",
    "How does {it} stand to {other}?",
  ],
  "yes-no": [
    "Is there {thing}?",
    "Do you see {thing}?",
    "Is {thing} in the picture?",
    "Does the picture show {thing}?",
    "Can you see {thing}?",
    "Can {thing} be seen?",
    "Is {thing} there to find?",
    "Can you find {thing}?",
  ],
  background: [
    "What color is the background?",
    "Which color is behind everything?",
    "What is the color of the background?",
    "Which color does the background have?",
    "Tell me what color the background is.",
    "Name the color of the background.",
    "Tell me the background color.",
  ],
} as const satisfies { readonly [Q in QuestionName]: Wordings };

interface Drawn {
  readonly words: Readonly<Record<string, string>>;
  readonly answer: string;
  readonly thought: string;
}

const rules: { readonly [Q in QuestionName]: (rng: Rng, scene: Scene) => Drawn | null } = {
  color: (rng, scene) => {
    const shapes = loners(scene).filter(
      ({ kind }) =>
        kind.type === "shape" && scene.objects.filter((o) => kindType(o.kind) === kindType(kind)).length === 1,
    );
    const { kind, objects = [] } = pickOf(rng, shapes) ?? {};
    if (kind?.type !== "shape") return null;
    return { words: { it: `the ${kind.shape}` }, answer: kind.color, thought: about(objects) };
  },
  count: (rng, scene) => {
    const absent = rng.uniform() < 0.1 ? newKind(rng, scene) : null;
    const kind = absent ?? rng.pick(kindsOf(scene));
    const counted = numberWords[countOf(scene, kind)] ?? "";
    return { words: { many: kindPlural(kind) }, answer: counted, thought: ofKind(scene, kind) };
  },
  place: (rng, scene) => {
    const named = loners(scene).flatMap(({ kind, objects }) => {
      const { vertical, horizontal } = placeOf(boxOf(objects[0] as (typeof objects)[number]), scene);
      const words = vertical === "between" || horizontal === "between" ? [] : placeWords({ vertical, horizontal });
      const it = theName(kind, scene, false);
      const thought = `${about(objects)} ${whereabouts(objects[0] as (typeof objects)[number], scene)}`;
      return words.length > 0 ? [{ it, answer: words[0] as string, thought }] : [];
    });
    const found = pickOf(rng, named);
    return found ? { words: { it: found.it }, answer: found.answer, thought: found.thought } : null;
  },
  relation: (rng, scene) => {
    const [a, b] = rng.shuffle(loners(scene));
    const relation = a && b ? clearRelation(groupBox(a), groupBox(b)) : null;
    if (!a || !b || !relation) return null;
    const words = { it: theName(a.kind, scene, true), other: theName(b.kind, scene, true) };
    const thought = `${about([...a.objects, ...b.objects])} ${relation}`;
    return { words, answer: relationWords[relation][0], thought };
  },
  "yes-no": (rng, scene) => {
    const kind = rng.pick(kindsOf(scene));
    const asked = rng.uniform() < 0.5 ? kind : absentKind(rng, scene, kind);
    if (!asked) return null;
    const answer = countOf(scene, asked) > 0 ? "yes" : "no";
    return { words: { thing: nounPhrase(asked, 1) }, answer, thought: ofKind(scene, asked) };
  },
  background: (_, { background }) => ({
    words: {},
    answer: backgrounds[background].words,
    thought: `see ${backgrounds[background].words}`,
  }),
};

/** A kind that is not there: for a shape half of the time the same one in another colour. */
function absentKind(rng: Rng, scene: Scene, kind: Kind): Kind | null {
  if (kind.type !== "shape" || rng.uniform() < 0.5) return newKind(rng, scene);
  const other: Kind = { ...kind, color: rng.pick(colorNames) };
  return countOf(scene, other) === 0 ? other : null;
}
