/** A question of a suite: what is asked, what the world's own answer is, and how an answer is judged. */
import type { Ability, Phrasing, Piece } from "../../world/abilities/sample.ts";
import type { Split } from "../../world/held-out.ts";
import type { Canvas } from "../../world/vocabulary.ts";
import type { Answer, Turn } from "./answer.ts";
import type { Drawings } from "./see.ts";

/** Scenes and words as training has them; combinations that it never sees; scenes as seen, in words that it never sees. */
export const suiteSplits = {
  seen: { split: "seen", phrasing: "taught" },
  "held-out": { split: "held-out", phrasing: "taught" },
  phrasings: { split: "seen", phrasing: "held-out" },
} as const satisfies Record<string, { readonly split: Split; readonly phrasing: Phrasing }>;
export type SuiteSplit = keyof typeof suiteSplits;
export const suiteSplitNames = Object.keys(suiteSplits) as readonly SuiteSplit[];

/** Words only; pictures only; pictures, each after a line of words. */
export type AnswerForm = "words" | "pictures" | "lines";

/** What a responder hears. */
export interface Request {
  /** "edit/move/seen/3" */
  readonly id: string;
  /** Turns of the user. Each is answered; the next one goes on from that answer, not from the world's. */
  readonly turns: readonly Turn[];
  readonly form: AnswerForm;
  /** Pictures of an answer, the most where words part them. */
  readonly pictures: number;
  /** False: without planning a picture in words first. Otherwise as the model does by itself. */
  readonly thinking?: boolean;
  /** The question leaves open where things are, whatever was shown: plans are drawn as for a picture from words alone. */
  readonly open?: true;
  /** Of all pictures. */
  readonly canvas: Canvas;
  readonly seed: number;
}

/** Answers requests that are alike in form, pictures, thinking, openness, canvas and number of turns: for each, an answer a turn. */
export type Responder = (requests: readonly Request[], signal?: AbortSignal) => Promise<readonly (readonly Answer[])[]>;

/** What is measured beside passing: a share of the answers or of their parts, or a mean difference of pixels, 0 … 1. */
export const measures = {
  "followed and rest preserved": "share",
  "rest preserved": "share",
  "rest error": "difference",
  "beats right": "share",
  "thought right": "share",
} as const;
export type Measures = { readonly [M in keyof typeof measures]?: number };

export interface Outcome {
  /** Null where it cannot be judged. */
  readonly pass: boolean | null;
  /** One plain clause. */
  readonly reason: string;
  readonly measures?: Measures;
}

/** Judges the answers to all turns. */
export type Judge = (answers: readonly Answer[], drawings: Drawings) => Outcome;

export interface Question extends Omit<Request, "turns"> {
  readonly suite: Ability;
  readonly category: string;
  readonly split: SuiteSplit;
  /** Within category and split. */
  readonly index: number;
  /** The user's turns. */
  readonly asked: readonly (readonly Piece[])[];
  /** The world's answers to them. */
  readonly right: readonly (readonly Piece[])[];
  readonly judge: Judge;
}
