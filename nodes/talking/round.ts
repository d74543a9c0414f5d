/** What an answer is made from, and what it is before its codes are decoded. */
import type { Answer, AnswerForm, ImageCodes, Piece } from "./conversation.ts";
import type { ConverseOptions } from "./converse.ts";

export interface AnswerOptions extends ConverseOptions {
  readonly form: AnswerForm;
  readonly pictures: number;
  /** One a conversation. */
  readonly seeds: readonly number[];
  /** Turns that the assistant had before. */
  readonly turn: number;
  /** Per conversation how many pictures the user has just shown. */
  readonly shown: readonly number[];
  /** Per conversation whether it has a picture, just shown or before. */
  readonly sees: readonly boolean[];
  /** Whether another turn follows. */
  readonly goesOn: boolean;
}

/** An answer whose images are still codes. */
export interface Draft {
  readonly pieces: readonly DraftPiece[];
  readonly end: Answer["end"];
}

export type DraftPiece =
  | Exclude<Piece, { readonly type: "image" }>
  | { readonly type: "image"; readonly codes: ImageCodes };

/** What one picture of an answer, with the words before it, is made from. */
export interface Round extends AnswerOptions {
  /** Which conversations still answer; seeds are theirs. */
  readonly live: readonly number[];
  /** 0-based number of the picture. */
  readonly n: number;
}
