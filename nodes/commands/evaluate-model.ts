import { createProgress, type Io, line, table } from "../../runtime/cli/index.ts";
import { askQuestions, type Result } from "../../training/score/suites/ask-questions.ts";
import { drawQuestions } from "../../training/score/suites/draw-questions.ts";
import type { SuiteSplit } from "../../training/score/suites/question.ts";
import { measuresText, percent, splitWords } from "../../training/score/suites/suite-words.ts";
import { suites } from "../../training/score/suites/suites.ts";
import { type Tables, tabulate } from "../../training/score/suites/tabulate.ts";
import { loadTemplates } from "../../training/score/templates.ts";
import { type Ability, abilities } from "../../training/world/abilities/sample.ts";
import { loadSprites } from "../../training/world/sprites.ts";
import { loadCheckpoint } from "../checkpoint/load.ts";
import { nodesErrors } from "../errors.ts";
import { type SamplingWish, samplingFor } from "../painting/sampling.ts";
import { unknownWords } from "../painting/unknown-words.ts";
import { readBeside } from "./evaluate-beside.ts";
import { writeReport, writeResults } from "./evaluate-files.ts";
import { ceilingResponder, modelResponder } from "./evaluate-responders.ts";
import { requireFolder } from "./target.ts";

export interface EvaluateInput extends SamplingWish {
  readonly suite: Ability | "all";
  readonly only: string | undefined;
  readonly split: SuiteSplit | "all";
  readonly count: number;
  readonly seed: number;
  readonly batch: number;
  readonly direct: boolean;
  readonly ceiling: boolean;
  readonly out: string | undefined;
  readonly report: string | undefined;
  readonly beside: string | undefined;
  readonly wordGuidance: number | undefined;
  readonly model: string;
  readonly device: string;
}

/**
 * Asks, judges, and prints a table for each suite; writes what was asked for. Stopped early, it does all of that with what
 * has been answered. Throws NODES_NO_CATEGORY beside what loading and talking throw.
 */
export async function evaluateModel(input: EvaluateInput, io: Io): Promise<void> {
  const { suite, split, only, count, seed, batch, direct, ceiling, out, report, device } = input;
  const { guidance, temperature, topK, topP, wordGuidance } = input;
  const wish = { guidance, temperature, topK, topP };
  const names = suite === "all" ? abilities : [suite];
  const known = names.flatMap((name) => Object.keys(suites[name].categories));
  if (only !== undefined && !known.includes(only)) throw nodesErrors.NO_CATEGORY({ got: only, known });
  if (report !== undefined) await requireFolder(report);
  const beside = input.beside === undefined ? undefined : await readBeside(input.beside);
  const model = await loadCheckpoint(input.model, { device, signal: io.signal });
  const results: Result[] = [];
  try {
    const drawings = { templates: await loadTemplates(), sprites: await loadSprites() };
    const questions = drawQuestions({
      names,
      splits: split === "all" ? undefined : [split],
      only,
      count,
      seed,
      accepts: (prompt) => unknownWords(model, [prompt]).length === 0,
    });
    const responder = ceiling
      ? ceilingResponder(model, questions, drawings)
      : modelResponder(model, { direct, wordGuidance, ...wish });
    const progress = createProgress(io, { total: questions.length, label: "evaluate" });
    const began = io.now();
    try {
      await askQuestions(questions, responder, {
        drawings,
        batch,
        signal: io.signal,
        onResults: (heard) => {
          results.push(...heard);
          progress.update(results.length, heard[0]?.question.suite);
        },
      });
    } finally {
      progress.stop();
      if (results.length > 0) {
        const place = new Map(questions.map((question, i) => [question, i]));
        results.sort((a, b) => (place.get(a.question) ?? 0) - (place.get(b.question) ?? 0));
        const think = direct ? undefined : model.sampling.think;
        const settings = {
          model: model.name,
          device: model.device,
          answers: ceiling ? ("ceiling" as const) : ("model" as const),
          complete: results.length === questions.length,
          seconds: Math.round((io.now() - began) / 1000),
          seed,
          count,
          sampling: { ...samplingFor(model, wish), think, wordGuidance },
        };
        if (out !== undefined) await writeResults(out, settings, results, drawings.sprites);
        if (report !== undefined) {
          const answered = { answers: settings.answers, answered: results.length, total: questions.length };
          const data = { model: model.name, ...answered, command: commandOf(input), count, seed, beside };
          await writeReport(report, data, results, drawings.sprites);
        }
        printTables(tabulate(results), io);
      }
    }
  } finally {
    await model.release();
  }
}

function commandOf(input: EvaluateInput): string {
  const { suite, only, split, count, seed, ceiling, direct, model, report } = input;
  const sampling = {
    guidance: input.guidance,
    temperature: input.temperature,
    "top-k": input.topK,
    "top-p": input.topP,
    "word-guidance": input.wordGuidance,
  };
  const words = [
    `nextscale evaluate --suite ${suite} --count ${count} --seed ${seed}`,
    only === undefined ? "" : ` --only "${only}"`,
    split === "all" ? "" : ` --split ${split}`,
    ceiling ? " --ceiling" : "",
    direct ? " --direct" : "",
    ...Object.entries(sampling).map(([name, value]) =>
      value === undefined ? "" : ` --${name} ${[value].flat().join()}`,
    ),
    ` --model ${model} --report ${report}`,
    input.beside === undefined ? "" : ` --beside ${input.beside}`,
  ];
  return words.join("");
}

function printTables(tables: Tables, io: Io): void {
  for (const [suite, bySplit] of tables) {
    const splits = [...bySplit.keys()];
    const categories = Object.keys(suites[suite].categories).filter((category) =>
      [...bySplit.values()].some(({ rows }) => rows.some((row) => row.category === category)),
    );
    const rows = categories.map((category) => [
      category,
      ...splits.map((split) => {
        const row = bySplit.get(split)?.rows.find((each) => each.category === category);
        return row ? `${percent(row.mean).padStart(7)} ${row.passed}/${row.count}` : "";
      }),
    ]);
    const overall = ["overall", ...splits.map((split) => percent(bySplit.get(split)?.overall ?? 0).padStart(7))];
    line(io.stdout, `${table([[suite, ...splits.map((split) => splitWords[split])], ...rows, overall])}`);
    for (const [split, { measures }] of bySplit) {
      const beside = measuresText(measures);
      if (beside !== "") line(io.stdout, `${splitWords[split]}: ${beside}`);
    }
    line(io.stdout, "");
  }
}
