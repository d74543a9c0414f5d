import { colorNames, type Kind, kindNoun, kinds } from "../../../training/world/kinds.ts";
import type { Relation } from "../../../training/world/relations.ts";

/** What a caption claims, read from its words alone: the tests' own grammar, apart from the one that writes them. */
export interface Claims {
  readonly things: readonly Thing[];
  /** Of the first thing to the second. */
  readonly relation: Relation | null;
  readonly background: string | null;
  /** "top", "left", "middle", … as said of a lone object. */
  readonly place: readonly string[];
}

interface Thing {
  readonly kind: Kind;
  readonly count: number;
  readonly adjective: string;
}

const numbers: Readonly<Record<string, number>> = { a: 1, an: 1, two: 2, three: 3, four: 4, 2: 2, 3: 3, 4: 4 };
const nouns = new Map(kinds.flatMap((kind) => [1, 2].map((count) => [kindNoun(kind, count), kind] as const)));
const thing = new RegExp(
  `\\b(a|an|two|three|four|2|3|4) (?:(small|little|tiny|large|big|huge) )?(?:(${colorNames.join("|")}) )?` +
    `(${[...nouns.keys()].sort((a, b) => b.length - a.length).join("|")})\\b(?: in (${colorNames.join("|")}))?`,
  "g",
);
const prepositions: readonly (readonly [RegExp, Relation])[] = [
  [/\bleft (side )?of\b/, "left of"],
  [/\bright (side )?of\b/, "right of"],
  [/\b(above|over)\b(?! (it|them))/, "above"],
  [/\b(below|under|underneath)\b(?! (it|them))/, "below"],
  [/\bon (its|their) left\b/, "right of"],
  [/\bon (its|their) right\b/, "left of"],
  [/\babove (it|them)\b/, "below"],
  [/\bbelow (it|them)\b/, "above"],
];

export function readCaption(text: string): Claims {
  const words = text.toLowerCase().replace(/\.$/, "");
  const things = [...words.matchAll(thing)].map(([, number, adjective, before, noun, after]): Thing => {
    const found = nouns.get(noun as string) as Kind;
    const color = colorNames.find((name) => name === (before ?? after));
    const kind = found.type === "shape" && color ? { ...found, color } : found;
    return { kind, count: numbers[number as string] as number, adjective: adjective ?? "" };
  });
  const relation = things.length === 2 ? (prepositions.find(([pattern]) => pattern.test(words))?.[1] ?? null) : null;
  const background = /(white|black|gray|light blue|light green|beige)(?= background| *$)/.exec(
    words.replace(/ in (red|blue|green)$/, ""),
  );
  const place = things.length === 1 ? (words.match(/\b(top|bottom|left|right|middle|center)\b/g) ?? []) : [];
  return { things, relation, background: background?.[1] ?? null, place };
}
