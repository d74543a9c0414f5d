import type { Rng } from "../../runtime/tensor/random.ts";
import { relationOfPair } from "./describe.ts";
import type { Kind } from "./kinds.ts";
import { opposite, placeOf, type Relation } from "./relations.ts";
import { boxOf, type Group, groups, loneObject, type Scene, sizeName } from "./scene.ts";
import { backgrounds } from "./vocabulary.ts";
import { enumerate, nounPhrase, placeWords, relationWords, sizeWords } from "./words.ts";

/** What a caption said about its scene, so that an expectation never asks for more. */
export interface Statement {
  readonly text: string;
  /** Every object of the scene, in the order named. */
  readonly objects: readonly { readonly kind: Kind; readonly count: number }[];
  /** Of the first group to the second. */
  readonly relation: Relation | null;
  readonly background: boolean;
}

/** How often a caption mentions what it may leave out, 0 … 1. Objects, counts and colours of shapes are always said. */
export interface Mentions {
  readonly background?: number;
  readonly size?: number;
  readonly place?: number;
  readonly relation?: number;
}

/** A random English caption of the scene. It leaves things out, but says nothing false. */
export function caption(scene: Scene, rng: Rng, mentions: Mentions = {}): string {
  return state(scene, rng, mentions).text;
}

/** A random caption together with what it says. */
export function state(scene: Scene, rng: Rng, mentions: Mentions = {}): Statement {
  const { background = 0.85, size = 0.5, place = 0.6, relation = 0.85 } = mentions;
  const named = rng.shuffle(groups(scene));
  const sized = rng.uniform() < size;
  const phrases = named.map((group) => phrase(group, sized, rng));
  const where = rng.uniform() < place ? placePhrase(scene, rng) : "";
  const related = rng.uniform() < relation ? relationOfPair(named) : null;
  const onBackground = rng.uniform() < background;
  const plural = (named[0]?.objects.length ?? 0) > 1;

  const subject = related ? relate(phrases, related, plural, rng) : list(phrases, rng);
  const head = join(subject.text, where);
  const clause = subject.sentence ? "" : rng.pick(["", "", "", "", "a picture of", "an image of", "a drawing of"]);
  const words = onBackground ? withBackground(head, clause, subject.sentence, scene, rng) : join(clause, head);
  return {
    text: finish(words, rng),
    objects: named.map(({ kind, objects }) => ({ kind, count: objects.length })),
    relation: related,
    background: onBackground,
  };
}

/** Subject words; `sentence` when they hold a verb already. */
interface Subject {
  readonly text: string;
  readonly sentence: boolean;
}

function phrase({ kind, size, objects }: Group, sized: boolean, rng: Rng): string {
  const adjective = sized ? rng.pick(sizeWords[sizeName(size)]) : "";
  return nounPhrase(kind, objects.length, {
    adjective,
    digits: rng.uniform() < 0.12,
    colorLast: rng.uniform() < 0.06,
  });
}

/** A lone object's place. */
function placePhrase(scene: Scene, rng: Rng): string {
  const lone = loneObject(scene);
  const words = lone ? placeWords(placeOf(boxOf(lone), scene)) : [];
  return words.length > 0 ? rng.pick(words) : "";
}

function relate([a = "", b = ""]: readonly string[], relation: Relation, plural: boolean, rng: Rng): Subject {
  const preposition = rng.pick(relationWords[relation]);
  const verb = plural ? "are" : "is";
  return rng.pick<() => Subject>([
    () => ({ text: `${a} ${preposition} ${b}`, sentence: false }),
    () => ({ text: `${a} ${preposition} ${b}`, sentence: false }),
    () => ({ text: `${a} ${preposition} ${b}`, sentence: false }),
    () => ({ text: `${a} ${verb} ${preposition} ${b}`, sentence: true }),
    () => ({ text: `${a} with ${b} ${sideWords[opposite[relation]](plural)}`, sentence: false }),
  ])();
}

function list(phrases: readonly string[], rng: Rng): Subject {
  const text = enumerate(phrases, phrases.length === 2 ? rng.pick(["and", "and", "and", "with"]) : "and");
  if (rng.uniform() > 0.1) return { text, sentence: false };
  const several = !/^an? /.test(text);
  return { text: `there ${several ? "are" : "is"} ${text}`, sentence: true };
}

/** Says the background before or after the head. */
function withBackground(head: string, clause: string, sentence: boolean, scene: Scene, rng: Rng): string {
  const color = backgrounds[scene.background].words;
  const after = rng.pick([
    `on a ${color} background`,
    `on a ${color} background`,
    `on a ${color} background`,
    `on a plain ${color} background`,
    `against a ${color} background`,
    `on ${color}`,
    `against ${color}`,
  ]);
  const front = rng.uniform();
  if (front < 0.08) return `on a ${color} background, ${head}`;
  if (front < 0.16 && !sentence) return `a ${color} background with ${head}`;
  return join(clause, join(head, after));
}

function finish(words: string, rng: Rng): string {
  const capital = rng.uniform() < 0.2 ? words.charAt(0).toUpperCase() + words.slice(1) : words;
  return rng.uniform() < 0.2 ? `${capital}.` : capital;
}

function join(a: string, b: string): string {
  return a === "" || b === "" ? a + b : `${a} ${b}`;
}

/** Where the second object is, said of the first: "a cat with a dog on its left". */
const sideWords: Readonly<Record<Relation, (plural: boolean) => string>> = {
  "left of": (plural) => `on ${plural ? "their" : "its"} left`,
  "right of": (plural) => `on ${plural ? "their" : "its"} right`,
  above: (plural) => `above ${plural ? "them" : "it"}`,
  below: (plural) => `below ${plural ? "them" : "it"}`,
};
