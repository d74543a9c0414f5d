/** What a model is asked and what it says, in texts and pictures. */
import type { Image } from "../../world/image.ts";

export type SaidPiece =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image"; readonly image: Image };

/** What a model says. What it thinks before it answers, and the plans of its pictures, are kept to be read, and judged by nobody. */
export type AnswerPiece = SaidPiece | { readonly type: "thought" | "plan"; readonly text: string };

/** One turn of the assistant: texts and pictures in order. */
export type Answer = readonly AnswerPiece[];

/** What a user says in a turn. */
export type Turn = readonly SaidPiece[];

export const picturesOf = (answer: Answer): readonly Image[] =>
  answer.flatMap((piece) => (piece.type === "image" ? [piece.image] : []));

export const textOf = (answer: Answer): string =>
  answer
    .flatMap((piece) => (piece.type === "text" ? [piece.text] : []))
    .join(" ")
    .trim();
