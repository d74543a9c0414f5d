/** A conversation as plain data: what is said to the model, and what it says. */
import type { Picture } from "../../model/vision/codec.ts";
import type { Canvas } from "../painting/values.ts";
import { plainWords } from "./plain-words.ts";

/** Codes of one image, per grid, row by row. */
export type ImageCodes = readonly Int32Array[];

/** Words, a line that the assistant thinks before it answers, the plan before an image that it paints, or an image. */
export type Part =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "thought"; readonly text: string }
  | { readonly type: "plan"; readonly text: string }
  | { readonly type: "image"; readonly codes: ImageCodes };

export interface Turn {
  readonly role: "user" | "assistant";
  readonly content: readonly Part[];
}

/** CONVERSATION: turns, and the canvas of all their images. */
export interface Talk {
  readonly canvas: Canvas;
  readonly turns: readonly Turn[];
}

/** Turns, of which the model answers each of the user's that no turn of the assistant follows. */
export interface Conversation {
  readonly turns: readonly Turn[];
  /** The same conversation and seed give the same answers, whatever is answered beside it. */
  readonly seed: number;
}

/** A piece of an answer, in the order in which it was made. */
export type Piece =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "thought"; readonly text: string }
  | { readonly type: "plan"; readonly text: string }
  | { readonly type: "image"; readonly codes: ImageCodes; readonly picture: Picture };

export interface Answer {
  readonly pieces: readonly Piece[];
  /** Why it ends there: the model said `<|im_end|>`, it has all the pictures asked for, or the words reached their limit. */
  readonly end: "said" | "complete" | "limit";
}

/** What answers are made of. */
export type AnswerForm =
  /** Words only: answers to questions, captions. */
  | "words"
  /** `pictures` images, each with its plan, if the model plans: edits, subjects, clips. */
  | "pictures"
  /** Up to `pictures` images, each after a line of words and with its plan: stories, thinking before drawing. */
  | "lines";

/** What was planned for the pictures of an answer, one a line. */
export const plansOf = ({ pieces }: Answer): string =>
  pieces.flatMap((piece) => (piece.type === "plan" ? [piece.text] : [])).join("\n");

/** The lines of an answer. */
export const textsOf = ({ pieces }: Answer): readonly string[] =>
  pieces.flatMap((piece) => (piece.type === "text" ? [plainWords(piece.text)] : []));

/** The words of an answer. */
export const wordsOf = (answer: Answer): string => textsOf(answer).join(" ");

/** The pictures of an answer. */
export const picturesOf = ({ pieces }: Answer): readonly Picture[] =>
  pieces.flatMap((piece) => (piece.type === "image" ? [piece.picture] : []));
