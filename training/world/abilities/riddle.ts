/** Pictures that take a sentence of thinking first: whose clue is it, how many are that? */
import type { Rng } from "../../../runtime/tensor/random.ts";
import { drawKind } from "../generate.ts";
import { type Split, splitOf } from "../held-out.ts";
import { backgroundNames, contrasts, type Kind, kindNoun, kindType } from "../kinds.ts";
import { inReadingOrder, type Scene, type SceneObject } from "../scene.ts";
import { type Canvas, canvases } from "../vocabulary.ts";
import { nounPhrase, numberWords } from "../words.ts";
import { facts } from "./facts.ts";
import { freePlaces } from "./place.ts";
import { assistant, image, type Phrasing, pickWording, type Sample, type SampleOptions, text, user } from "./sample.ts";

export const riddles = ["fact", "sum"] as const;
export type RiddleName = (typeof riddles)[number];

/** Draws a riddle. Its thought names what is to be drawn in plain words; the picture follows. */
export function drawRiddle(rng: Rng, name: RiddleName, { split, phrasing, canvas }: SampleOptions): Sample {
  const kind = kindOfSplit(rng, split);
  const { question, thought, count } = name === "fact" ? byFact(rng, kind, phrasing) : bySum(rng, kind, phrasing);
  const scene = sceneOf(rng, canvas, kind, count);
  return {
    ability: "riddle",
    category: name,
    turns: [user(text(question)), assistant(text(thought), image(scene))],
    answer: { type: "scenes", scenes: [scene] },
  };
}

function byFact(rng: Rng, kind: Kind, phrasing: Phrasing) {
  const clue = pickWording(facts[kindType(kind)], phrasing, rng);
  const color = kind.type === "shape" ? ` in ${kind.color}` : "";
  return { question: `Draw ${clue}${color}.`, thought: `That is ${nounPhrase(kind, 1)}.\n`, count: 1 };
}

function bySum(rng: Rng, kind: Kind, phrasing: Phrasing) {
  const count = 2 + rng.integer(3);
  const [a, b] = rng.uniform() < 0.6 ? plus(rng, count) : minus(rng, count);
  const sum = `${a} ${b}`;
  const noun = kind.type === "shape" ? `${kind.color} ${kindNoun(kind, 2)}` : kindNoun(kind, 2);
  const wording = pickWording(
    ["Draw {n} {noun}.", "Draw as many {noun} as {n}.", "Paint {n} {noun}.", "{n} {noun}.", "Show {n} {noun}."],
    phrasing,
    rng,
  );
  const question = wording.replace("{n}", sum).replace("{noun}", noun);
  return { question, thought: `${sum} is ${numberWords[count]}.\n`, count };
}

function plus(rng: Rng, count: number): readonly [string, string] {
  const first = 1 + rng.integer(count - 1);
  return [digits(first), `plus ${digits(count - first)}`];
}

function minus(rng: Rng, count: number): readonly [string, string] {
  const less = 1 + rng.integer(3);
  return [digits(count + less), `minus ${digits(less)}`];
}

const digits = (n: number): string =>
  (["zero", "one", "two", "three", "four", "five", "six", "seven"] as const)[n] ?? "";

function kindOfSplit(rng: Rng, split: Split): Kind {
  for (;;) {
    const kind = drawKind(rng);
    if (split === "held-out" || splitOf([kind]) === "seen") return kind;
  }
}

function sceneOf(rng: Rng, canvas: Canvas, kind: Kind, count: number): Scene {
  const { height, width } = canvases[canvas];
  const background = rng.pick(backgroundNames.filter((each) => contrasts(kind, each)));
  const empty: Scene = { height, width, background, objects: [] };
  const objects: SceneObject[] = [];
  while (objects.length < count) objects.push(rng.pick(freePlaces(empty, kind, count === 1 ? 2 : 1, objects)));
  return inReadingOrder({ ...empty, objects });
}
