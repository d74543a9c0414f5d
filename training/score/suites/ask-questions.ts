import type { Piece } from "../../world/abilities/sample.ts";
import { renderScene } from "../../world/render.ts";
import type { Sprites } from "../../world/sprites.ts";
import type { Answer, SaidPiece, Turn } from "./answer.ts";
import type { Outcome, Question, Request, Responder } from "./question.ts";
import type { Drawings } from "./see.ts";

export interface AskOptions {
  readonly drawings: Drawings;
  /** Questions asked at a time. Default 16. */
  readonly batch?: number;
  /** Looked at before each batch. */
  readonly signal?: AbortSignal;
  /** Hears the results of each batch; what it has heard stays when the rest is stopped. */
  readonly onResults?: (results: readonly Result[]) => void | Promise<void>;
}

export interface Result extends Outcome {
  readonly question: Question;
  /** One a turn; none where the question was not asked. */
  readonly answers: readonly Answer[];
}

/**
 * Asks the responder and judges what it says. A question whose own answer, drawn by the world, does not pass its judge is
 * not asked: what cannot be seen in a right picture tells nothing of a model. It counts as one that cannot be judged.
 * Returns the results in the order of the questions.
 */
export async function askQuestions(
  questions: readonly Question[],
  respond: Responder,
  { drawings, batch = 16, signal, onResults }: AskOptions,
): Promise<readonly Result[]> {
  const results = new Map<Question, Result>();
  for (const group of batches(questions, batch)) {
    signal?.throwIfAborted();
    const heard = await askGroup(group, respond, drawings, signal);
    for (const result of heard) results.set(result.question, result);
    await onResults?.(heard);
  }
  return questions.flatMap((question) => results.get(question) ?? []);
}

async function askGroup(
  group: readonly Question[],
  respond: Responder,
  drawings: Drawings,
  signal: AbortSignal | undefined,
): Promise<readonly Result[]> {
  const own = group.map((question) => question.judge(rightAnswers(question, drawings.sprites), drawings));
  const asked = group.filter((_, i) => own[i]?.pass === true);
  const answers =
    asked.length === 0
      ? []
      : await respond(
          asked.map((question) => requestOf(question, drawings.sprites)),
          signal,
        );
  return group.map((question, i): Result => {
    const said = answers[asked.indexOf(question)];
    if (said) return { question, answers: said, ...question.judge(said, drawings) };
    return { question, answers: [], pass: null, reason: `its right answer does not pass: ${own[i]?.reason}` };
  });
}

/** What a responder hears of a question. */
export function requestOf(
  { id, asked, form, pictures, thinking, open, canvas, seed }: Question,
  sprites: Sprites,
): Request {
  const turns = asked.map((content) => content.map(shown(sprites)));
  const plans = { ...(thinking === undefined ? {} : { thinking }), ...(open ? { open } : {}) };
  return { id, turns, form, pictures, ...plans, canvas, seed };
}

/** The world's own answers. A line of words before a picture is left out where only pictures are asked for. */
export const rightAnswers = ({ right, form }: Question, sprites: Sprites): readonly Turn[] =>
  right.map((content) => content.filter(({ type }) => form !== "pictures" || type === "image").map(shown(sprites)));

const shown =
  (sprites: Sprites) =>
  (piece: Piece): SaidPiece =>
    piece.type === "text" ? piece : { type: "image", image: renderScene(piece.scene, sprites) };

/** Questions of a suite that can be answered side by side, at most `size` at a time, suite by suite. */
function batches(questions: readonly Question[], size: number): readonly (readonly Question[])[] {
  const keyed = questions.map((question) => ({ question, key: keyOf(question) }));
  const suites = [...new Set(questions.map(({ suite }) => suite))];
  const keys = suites.flatMap((suite) => [
    ...new Set(keyed.flatMap(({ question, key }) => (question.suite === suite ? [key] : []))),
  ]);
  return keys.flatMap((key) => {
    const group = keyed.flatMap((each) => (each.key === key ? [each.question] : []));
    return Array.from({ length: Math.ceil(group.length / size) }, (_, i) => group.slice(i * size, (i + 1) * size));
  });
}

const keyOf = ({ suite, form, pictures, thinking, open, canvas, asked }: Question): string =>
  [suite, form, pictures, thinking, open, canvas, asked.length].join(" ");
