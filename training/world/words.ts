import { type Kind, kindNoun } from "./kinds.ts";
import type { Along, Relation } from "./relations.ts";
import type { SizeName } from "./scene.ts";

/** "two", "three", "four" by count. */
export const numberWords = ["no", "one", "two", "three", "four"] as const;

/** Adjectives that may be said of a size; medium goes unsaid. The first is the canonical one. */
export const sizeWords: Readonly<Record<SizeName, readonly [string, ...string[]]>> = {
  small: ["small", "little", "tiny"],
  medium: [""],
  large: ["large", "big", "huge"],
};

/** Prepositions; the first is the canonical one. "next to" says less than left or right and is true for both. */
export const relationWords: Readonly<Record<Relation, readonly [string, ...string[]]>> = {
  "left of": ["to the left of", "left of", "on the left side of"],
  "right of": ["to the right of", "right of", "on the right side of"],
  above: ["above", "over"],
  below: ["below", "under", "underneath"],
};

/** Phrases for a place, the canonical one first; empty when the place has no name. */
export function placeWords(place: { readonly vertical: Along; readonly horizontal: Along }): readonly string[] {
  const vertical = verticalWord[place.vertical];
  const horizontal = horizontalWord[place.horizontal];
  if (vertical && horizontal) {
    const corner = `${vertical} ${horizontal}`;
    return [`in the ${corner} corner`, `at the ${corner}`, `in the ${corner}`];
  }
  if (vertical) {
    const middle =
      place.horizontal === "center" ? [`at the ${vertical} center`, `in the middle of the ${vertical} edge`] : [];
    return [`at the ${vertical}`, ...middle];
  }
  if (horizontal) return [`on the ${horizontal}`, `on the ${horizontal} side`, `at the ${horizontal} edge`];
  if (place.vertical === "center" && place.horizontal === "center")
    return ["in the middle", "in the center", "at the center"];
  return [];
}

/** "a red star", "an apple", "two small cats", "3 dogs"; `adjective` may be empty. */
export function nounPhrase(
  kind: Kind,
  count: number,
  { adjective = "", digits = false, colorLast = false } = {},
): string {
  const color = kind.type === "shape" ? kind.color : "";
  const noun = kindNoun(kind, count);
  const parts = colorLast && color ? [adjective, noun, `in ${color}`] : [adjective, color, noun];
  const words = parts.filter((word) => word !== "").join(" ");
  if (count !== 1) return `${digits ? count : numberWords[count]} ${words}`;
  return `${/^[aeiou]/.test(words) ? "an" : "a"} ${words}`;
}

/** "a, b and c". */
export function enumerate(parts: readonly string[], and = "and"): string {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} ${and} ${parts.at(-1)}`;
}

const verticalWord: Readonly<Record<Along, string>> = { start: "top", end: "bottom", center: "", between: "" };
const horizontalWord: Readonly<Record<Along, string>> = { start: "left", end: "right", center: "", between: "" };
