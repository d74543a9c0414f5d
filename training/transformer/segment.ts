/** A sequence that the transformer learns from, in parts. */
import type { TextTokenizer } from "../../model/text/tokenizer.ts";
import type { Scene } from "../world/scene.ts";

export type LessonSegment =
  | { readonly type: "text"; readonly ids: readonly number[]; readonly learnt: boolean }
  | { readonly type: "image"; readonly scene: Scene; readonly learnt: boolean }
  /** An image that is left out. */
  | { readonly type: "gap"; readonly learnt: boolean };

export interface Lesson {
  readonly segments: readonly LessonSegment[];
}

/** Words that are there to be read. */
export const read = (ids: readonly number[]): LessonSegment => ({ type: "text", ids, learnt: false });
/** Words that are learnt. */
export const learn = (ids: readonly number[]): LessonSegment => ({ type: "text", ids, learnt: true });

/** A line whose first word is told and whose rest is learnt. */
export function begunLine(tokenizer: TextTokenizer, text: string): readonly LessonSegment[] {
  const first = text.slice(0, text.indexOf(" "));
  return [read(tokenizer.encode(first)), learn(lineOf(tokenizer, text.slice(first.length)))];
}

/** The ids of a line of what is seen or thought. */
export const lineOf = (tokenizer: TextTokenizer, text: string): readonly number[] => [
  ...tokenizer.encode(text),
  ...tokenizer.encode("\n"),
];
