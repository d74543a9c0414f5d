import { createRng } from "../../../runtime/tensor/random.ts";
import { kindsOf } from "../../world/abilities/naming.ts";
import { type Ability, abilities, type Piece, type TurnPiece } from "../../world/abilities/sample.ts";
import { splitOf } from "../../world/held-out.ts";
import { drawCanvas } from "../../world/vocabulary.ts";
import { type Question, type SuiteSplit, suiteSplits } from "./question.ts";
import { type Category, type Exercise, suites } from "./suites.ts";

export interface DrawQuestionsOptions {
  /** Suites to ask. Default: all. */
  readonly names?: readonly Ability[] | undefined;
  /** Default: all that a suite has. */
  readonly splits?: readonly SuiteSplit[] | undefined;
  /** Only the category of this name. */
  readonly only?: string | undefined;
  /** Of each category and split. */
  readonly count: number;
  readonly seed: number;
  /** Prompts of `draw` that it refuses are drawn anew: a model of a smaller world is asked for what it was taught. */
  readonly accepts?: ((prompt: string) => boolean) | undefined;
}

/** The suites' questions, category by category. A question depends on the seed and on where it stands, on nothing else. */
export function drawQuestions(options: DrawQuestionsOptions): readonly Question[] {
  const { names = abilities, splits, only, count } = options;
  return names.flatMap((suite) =>
    Object.entries(suites[suite].categories).flatMap(([category, rule]) =>
      suites[suite].splits
        .filter((split) => (splits?.includes(split) ?? true) && (only === undefined || only === category))
        .flatMap((split) =>
          Array.from({ length: count }, (_, index) => drawQuestion({ suite, category, split, index }, rule, options)),
        ),
    ),
  );
}

type Where = Pick<Question, "suite" | "category" | "split" | "index">;

function drawQuestion(where: Where, rule: Category, { seed, accepts }: DrawQuestionsOptions): Question {
  const { suite, category, split, index } = where;
  const rng = createRng(seed, "suite", suite, rule.like ?? category, split, index);
  for (;;) {
    const canvas = drawCanvas(rng);
    const exercise = rule.draw(rng, { ...suiteSplits[split], canvas, seed, index, accepts });
    if (!exercise || (split === "held-out" && !isHeldOut(exercise))) continue;
    const { turns, judge } = exercise;
    const right = turns.flatMap((turn) => (turn.role === "assistant" ? [saidIn(turn.content)] : []));
    return {
      ...where,
      id: `${suite}/${category}/${split}/${index}`,
      form: rule.form,
      pictures: Math.max(...right.map((content) => content.filter(({ type }) => type === "image").length)),
      ...(rule.thinking === false ? { thinking: false } : {}),
      ...(rule.open ? { open: rule.open } : {}),
      canvas: exercise.canvas ?? canvas,
      seed: exercise.seed ?? seed + index,
      asked: turns.flatMap((turn) => (turn.role === "user" ? [turn.content] : [])),
      right,
      judge,
    };
  }
}

/** Without what is thought. */
const saidIn = (content: readonly TurnPiece[]): readonly Piece[] =>
  content.flatMap((piece) => (piece.type === "thought" ? [] : [piece]));

/** True when a picture of the answer, or of the question where words answer it, holds a combination that is held out. */
function isHeldOut({ turns }: Exercise): boolean {
  const scenes = (role: "user" | "assistant") =>
    turns
      .filter((turn) => turn.role === role)
      .flatMap(({ content }) => content.flatMap((piece) => (piece.type === "image" ? [piece.scene] : [])));
  const told = scenes("assistant");
  return (told.length > 0 ? told : scenes("user")).some((scene) => splitOf(kindsOf(scene)) === "held-out");
}
