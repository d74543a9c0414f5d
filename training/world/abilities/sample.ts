/**
 * One exercise of an ability, as a conversation: turns of texts and scenes. What the assistant says is what is learnt, and
 * the answer says how it is checked.
 */
import type { Split } from "../held-out.ts";
import type { Scene } from "../scene.ts";
import type { Canvas } from "../vocabulary.ts";

export const abilities = [
  "draw",
  "describe",
  "ask",
  "edit",
  "subject",
  "in-context",
  "story",
  "clip",
  "riddle",
] as const;
export type Ability = (typeof abilities)[number];

export type Piece =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image"; readonly scene: Scene };

/** What the assistant says, and thinks: what the next piece turns on (`thought.ts`), a line that is no part of what it says. */
export type TurnPiece = Piece | { readonly type: "thought"; readonly text: string };

export interface UserTurn {
  readonly role: "user";
  readonly content: readonly Piece[];
}

export type SampleTurn = UserTurn | { readonly role: "assistant"; readonly content: readonly TurnPiece[] };

/** What is right: a text to the letter, or scenes in order. */
export type Answer =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "scenes"; readonly scenes: readonly Scene[] };

export interface Sample {
  readonly ability: Ability;
  /** What within the ability: "recolour", "count", "three beats". */
  readonly category: string;
  readonly turns: readonly SampleTurn[];
  /** Of the assistant's last turn. */
  readonly answer: Answer;
}

/** Wordings that training draws from, or those that it never sees. */
export type Phrasing = "taught" | "held-out";

export interface SampleOptions {
  readonly split: Split;
  readonly phrasing: Phrasing;
  /** Of all its images. */
  readonly canvas: Canvas;
}

/** Ways to say one thing; the last is held out of training. */
export type Wordings = readonly [string, ...string[], string];

/** A wording of a kind. */
export const pickWording = (wordings: Wordings, phrasing: Phrasing, rng: { pick<T>(list: readonly T[]): T }): string =>
  phrasing === "held-out" ? (wordings.at(-1) as string) : rng.pick(wordings.slice(0, -1));

/** A wording with `{name}` replaced by what stands for it. */
export const fill = (wording: string, values: Readonly<Record<string, string>>): string =>
  wording.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

export const text = (value: string): Piece => ({ type: "text", text: value });
export const thought = (value: string): TurnPiece => ({ type: "thought", text: value });
export const image = (scene: Scene): Piece => ({ type: "image", scene });
export const user = (...content: readonly Piece[]): UserTurn => ({ role: "user", content });
export const assistant = (...content: readonly TurnPiece[]): SampleTurn => ({ role: "assistant", content });
