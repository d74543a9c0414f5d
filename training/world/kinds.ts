import {
  type Background,
  backgrounds,
  type Color,
  colors,
  type EmojiName,
  emoji,
  type Shape,
  shapes,
} from "./vocabulary.ts";

/** What an object is: a shape in a colour, or an emoji. */
export type Kind =
  | { readonly type: "shape"; readonly shape: Shape; readonly color: Color }
  | { readonly type: "emoji"; readonly emoji: EmojiName };

/** A kind without its colour: "star", "cat". */
export type KindType = Shape | EmojiName;

export const colorNames = Object.keys(colors) as readonly Color[];
export const backgroundNames = Object.keys(backgrounds) as readonly Background[];

/** Every kind, in label order: shapes × colours (shape-major), then emoji. */
export const kinds: readonly Kind[] = [
  ...shapes.flatMap((shape) => colorNames.map((color): Kind => ({ type: "shape", shape, color }))),
  ...emoji.map(({ name }): Kind => ({ type: "emoji", emoji: name })),
];

/** Number of kinds, background not counted. */
export const kindCount = kinds.length;

const emojiRows = new Map(emoji.map((row, index) => [row.name, { row, index }]));

/** Position of a kind in `kinds`, 0 … kindCount−1. */
export function kindIndex(kind: Kind): number {
  if (kind.type === "shape") return shapes.indexOf(kind.shape) * colorNames.length + colorNames.indexOf(kind.color);
  return shapes.length * colorNames.length + emojiRow(kind.emoji).index;
}

export function kindType(kind: Kind): KindType {
  return kind.type === "shape" ? kind.shape : kind.emoji;
}

export function sameKind(a: Kind, b: Kind): boolean {
  return kindIndex(a) === kindIndex(b);
}

/** "red circle", "cat". */
export function kindName(kind: Kind): string {
  return kind.type === "shape" ? `${kind.color} ${kind.shape}` : kind.emoji;
}

/** The noun alone, without a colour: "circle" or "circles", "cat" or "cats". */
export function kindNoun(kind: Kind, count: number): string {
  if (count === 1) return kindType(kind);
  return kind.type === "shape" ? shapePlurals[kind.shape] : emojiRow(kind.emoji).row.plural;
}

/** "red circles", "cats". */
export function kindPlural(kind: Kind): string {
  return kind.type === "shape" ? `${kind.color} ${kindNoun(kind, 2)}` : kindNoun(kind, 2);
}

/** True when no part of the drawing disappears on the background. */
export function contrasts(kind: Kind, background: Background): boolean {
  if (kind.type === "shape") return true;
  const { row } = emojiRow(kind.emoji);
  return !("avoid" in row) || !(row.avoid as readonly Background[]).includes(background);
}

const shapePlurals: Readonly<Record<Shape, string>> = {
  circle: "circles",
  square: "squares",
  triangle: "triangles",
  star: "stars",
  heart: "hearts",
  diamond: "diamonds",
  ring: "rings",
  cross: "crosses",
};

function emojiRow(name: EmojiName) {
  return emojiRows.get(name) as { row: (typeof emoji)[number]; index: number };
}
