/** What a model is asked and what it says, in texts and pictures. */
import type { Image } from "../../world/image.ts";

export type AnswerPiece =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image"; readonly image: Image };

/** One turn of the assistant: texts and pictures in order, plans left out. */
export type Answer = readonly AnswerPiece[];

/** What a user says in a turn. */
export type Turn = readonly AnswerPiece[];

export const picturesOf = (answer: Answer): readonly Image[] =>
  answer.flatMap((piece) => (piece.type === "image" ? [piece.image] : []));

export const textOf = (answer: Answer): string =>
  answer
    .flatMap((piece) => (piece.type === "text" ? [piece.text] : []))
    .join(" ")
    .trim();
