/** Responders that are no model: what an ability can score at best, and at worst. */
import type { Image } from "../../world/image.ts";
import type { Canvas } from "../../world/vocabulary.ts";
import type { Answer } from "./answer.ts";
import { rightAnswers } from "./ask-questions.ts";
import type { Question, Responder } from "./question.ts";
import type { Drawings } from "./see.ts";

/**
 * Gives the world's own answers to these questions, each picture as `through` leaves it: through a model's visual
 * tokenizer and back, that bounds what a transformer can score with it.
 */
export function oracle(
  questions: readonly Question[],
  { sprites }: Drawings,
  through: (image: Image, canvas: Canvas) => Promise<Image> = async (image) => image,
): Responder {
  const known = new Map(questions.map((question) => [question.id, question]));
  return (requests, signal) =>
    Promise.all(
      requests.map(async ({ id, canvas }) => {
        const question = known.get(id);
        if (!question) throw new RangeError(`The oracle was not told of ${id}.`);
        const answers: Answer[] = [];
        for (const answer of rightAnswers(question, sprites)) {
          const pieces: Answer[number][] = [];
          for (const piece of answer) {
            signal?.throwIfAborted();
            pieces.push(piece.type === "text" ? piece : { type: "image", image: await through(piece.image, canvas) });
          }
          answers.push(pieces);
        }
        return answers;
      }),
    );
}

/** Says nothing. */
export const silent: Responder = async (requests) => requests.map(({ turns }) => turns.map(() => []));
