import { type Kind, kindNoun, kinds, sameKind } from "../world/kinds.ts";
import type { Expectation, ExpectedObject } from "../world/prompts.ts";
import { opposite, type Relation, relations } from "../world/relations.ts";
import { numberWords, relationWords, sizeWords } from "../world/words.ts";

/** Objects of one kind as a text names them; `start` and `end` are the words they stand in, the last not included. */
interface Mention extends ExpectedObject {
  readonly start: number;
  readonly end: number;
  /** A number was said: "two", "3". */
  readonly counted: boolean;
}

/** Words for objects, without number and size. */
interface Name {
  readonly kind: Kind;
  readonly words: readonly string[];
  readonly plural: boolean;
}

/**
 * What a picture must show to answer a prompt: the objects of Tinyworld that it names, with counts, and the relation of
 * a pair. What the world has no word for is passed over, and so is a shape without a colour. Objects are empty when
 * nothing was understood.
 */
export function readPrompt(prompt: string): Expectation {
  const words = prompt.toLowerCase().match(/[a-z]+|\d+/g) ?? [];
  const mentions = mentionsIn(words);
  const exact = mentions.some(({ counted }) => counted);
  return { objects: together(mentions), exact, relation: relationOf(words, mentions) };
}

function mentionsIn(words: readonly string[]): Mention[] {
  const mentions: Mention[] = [];
  let at = 0;
  while (at < words.length) {
    const name = names.find((each) => each.words.every((word, i) => words[at + i] === word));
    if (name === undefined) {
      at += 1;
      continue;
    }
    const end = at + name.words.length;
    mentions.push({ kind: name.kind, start: at, end, ...countBefore(words, at, name.plural) });
    at = end;
  }
  return mentions;
}

/** The number said before the noun, a word of size between them at the most. */
function countBefore(words: readonly string[], noun: number, plural: boolean): { count: number; counted: boolean } {
  const before = words[noun - 1] ?? "";
  const word = (adjectives.has(before) ? words[noun - 2] : before) ?? "";
  const count = (numberWords as readonly string[]).indexOf(word);
  if (count > 0) return { count, counted: true };
  if (/^[1-9]\d?$/.test(word)) return { count: Number(word), counted: true };
  return { count: plural ? 2 : 1, counted: false };
}

/** One row for each kind, in the order of first mention. */
function together(mentions: readonly Mention[]): ExpectedObject[] {
  const objects: ExpectedObject[] = [];
  for (const { kind, count } of mentions) {
    const at = objects.findIndex((object) => sameKind(object.kind, kind));
    if (at < 0) objects.push({ kind, count });
    else objects[at] = { kind, count: count + (objects[at]?.count ?? 0) };
  }
  return objects;
}

/** The relation of the first to the second of two: "a cat left of a dog", "a cat with a dog on its left". */
function relationOf(words: readonly string[], mentions: readonly Mention[]): Relation | null {
  const [first, second] = mentions;
  if (first === undefined || second === undefined || mentions.length > 2) return null;
  const between = words.slice(first.end, second.start).join(" ");
  const said = relations.find((relation) => relationWords[relation].some((phrase) => holds(between, phrase)));
  if (said !== undefined) return said;
  const after = words.slice(second.end).join(" ");
  const [, side = "", vertical = ""] =
    /^on (?:its|their) (left|right)\b|^(above|below) (?:it|them)\b/.exec(after) ?? [];
  const ofSecond = relations.find(
    (relation) => relation === `${side} of` || (vertical !== "" && relation === vertical),
  );
  return ofSecond === undefined ? null : opposite[ofSecond];
}

function holds(text: string, phrase: string): boolean {
  return ` ${text} `.includes(` ${phrase} `);
}

const adjectives = new Set(Object.values(sizeWords).flat());

/** The longest first, so that no name hides a longer one that begins like it. */
const names: readonly Name[] = kinds
  .flatMap((kind) => [...namesOf(kind, false), ...namesOf(kind, true)])
  .toSorted((a, b) => b.words.length - a.words.length);

/** "cats"; "red stars" and "stars in red". */
function namesOf(kind: Kind, plural: boolean): Name[] {
  const noun = kindNoun(kind, plural ? 2 : 1).split(" ");
  if (kind.type === "emoji") return [{ kind, plural, words: noun }];
  const color = kind.color.split(" ");
  return [
    { kind, plural, words: [...color, ...noun] },
    { kind, plural, words: [...noun, "in", ...color] },
  ];
}
