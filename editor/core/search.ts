import { fits } from "./edits/links.ts";
import type { NodeType, NodeTypes } from "./node-type.ts";

/** What a found node must be able to link to. */
export type Wish =
  | { readonly side: "input"; readonly type: string }
  | { readonly side: "output"; readonly type: string };

/** Nodes that fit words, best first; with a wish only those that a link of that kind may end or begin at. */
export function searchNodes(types: NodeTypes, words: string, wish: Wish | null = null): readonly NodeType[] {
  const found = [...types.values()].flatMap((type) => {
    if (wish !== null && !suits(type, wish)) return [];
    const score = scoreOf(type, words.trim().toLowerCase());
    return score === null ? [] : [{ type, score: wish !== null && isMeant(type, wish) ? score + 1 : score }];
  });
  return found
    .toSorted((a, b) => b.score - a.score || a.type.title.localeCompare(b.type.title))
    .map(({ type }) => type);
}

/** The slot of a type that a wish is linked to: an input's name or an output's number. */
export function slotFor(type: NodeType, wish: Wish): { readonly input: string } | { readonly slot: number } | null {
  if (wish.side === "input") {
    const found =
      type.inputs.find((input) => input.widget === null && isExact(wish.type, input.type)) ??
      type.inputs.find((input) => fits(wish.type, input.type));
    return found === undefined ? null : { input: found.name };
  }
  const exact = type.outputs.findIndex((output) => isExact(output.type, wish.type));
  const slot = exact >= 0 ? exact : type.outputs.findIndex((output) => fits(output.type, wish.type));
  return slot < 0 ? null : { slot };
}

/** True for a node with a slot of just that type; one that takes anything fits too, and comes after. */
function isMeant({ inputs, outputs }: NodeType, { side, type }: Wish): boolean {
  const accepted = type.split(",");
  if (side === "input") return inputs.some((input) => isExact(type, input.type));
  return outputs.some((output) => accepted.includes(output.type));
}

function suits(type: NodeType, wish: Wish): boolean {
  return slotFor(type, wish) !== null;
}

function isExact(a: string, b: string): boolean {
  return a !== "*" && b.split(",").includes(a);
}

function scoreOf({ title, type, category, description, aliases }: NodeType, words: string): number | null {
  if (words === "") return 0;
  const best = Math.max(
    fuzzy(title, words) * 3,
    ...aliases.map((alias) => fuzzy(alias, words) * 2.5),
    fuzzy(type, words) * 2,
    fuzzy(category, words),
    description.toLowerCase().includes(words) ? 0.4 : 0,
  );
  return best > 0 ? best : null;
}

/**
 * How well letters are found in a text in their order, 0 for not at all: letters together, and at the beginnings of
 * words, count more; short texts count more than long ones.
 */
export function fuzzy(text: string, letters: string): number {
  const hay = text.toLowerCase();
  const needle = letters.toLowerCase().replaceAll(" ", "");
  if (needle === "") return 0;
  const whole = hay.indexOf(letters.toLowerCase());
  if (whole >= 0) return 1 + (isStart(text, whole) ? 1 : 0) + needle.length / (hay.length + 1);
  let [at, score, run] = [0, 0, 0];
  for (const letter of needle) {
    const next = hay.indexOf(letter, at);
    if (next < 0) return 0;
    run = next === at ? run + 1 : 0;
    score += isStart(text, next) ? 1 : run > 0 ? 0.6 : 0.1;
    at = next + 1;
  }
  const density = score / needle.length;
  return density < 0.35 ? 0 : density * 0.8;
}

function isStart(text: string, at: number): boolean {
  if (at === 0) return true;
  const before = text[at - 1] ?? "";
  const here = text[at] ?? "";
  return /[\s/_-]/.test(before) || (/[a-z]/.test(before) && /[A-Z]/.test(here));
}
