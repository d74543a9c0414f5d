/** What an evaluation leaves behind. */
import { basename, dirname, extname, join } from "node:path";
import { makeFolder } from "../../runtime/files/make-folder.ts";
import type { Result } from "../../training/score/suites/ask-questions.ts";
import { type ReportData, reportPage, shownCount, shownSplits } from "../../training/score/suites/report.ts";
import { tabulate } from "../../training/score/suites/tabulate.ts";
import type { Sprites } from "../../training/world/sprites.ts";
import { writeOutput } from "../pictures/write-picture.ts";
import { encodeStrip, stripOf, stripSheet } from "./evaluate-strip.ts";

/** Writes `results.json` and a sheet of all answers of each category and split. */
export async function writeResults(
  folder: string,
  settings: object,
  results: readonly Result[],
  sprites: Sprites,
): Promise<void> {
  await makeFolder(folder);
  await writeOutput(join(folder, "results.json"), `${JSON.stringify(resultsJson(settings, results), null, 1)}\n`);
  const sheets = new Map<string, Result[]>();
  for (const result of results) {
    const { suite, category, split } = result.question;
    const name = fileName(`${suite} ${category} ${split}`);
    sheets.set(name, [...(sheets.get(name) ?? []), result]);
  }
  for (const [name, own] of sheets) {
    const strips = await Promise.all(own.map((result) => stripOf(result, sprites)));
    await writeOutput(join(folder, `${name}.webp`), await encodeStrip(await stripSheet(strips), 1));
  }
}

/** Writes a page of Markdown, and its pictures into the folder beside it that is called like it. */
export async function writeReport(
  file: string,
  data: Omit<ReportData, "tables" | "samples">,
  results: readonly Result[],
  sprites: Sprites,
): Promise<void> {
  const pictures = basename(file, extname(file));
  await makeFolder(join(dirname(file), pictures));
  const shown = results.filter(({ question: { suite, split, index }, answers }) => {
    return answers.length > 0 && shownSplits.includes(split) && index < shownCount(suite);
  });
  const samples = [];
  for (const result of shown) {
    const picture = `${pictures}/${fileName(result.question.id)}.webp`;
    await writeOutput(join(dirname(file), picture), await encodeStrip(await stripOf(result, sprites), 2));
    samples.push({ result, picture });
  }
  await writeOutput(file, reportPage({ ...data, tables: tabulate(results), samples }));
}

const fileName = (words: string): string => words.replaceAll(/[^\w-]+/g, "-");

function resultsJson(settings: object, results: readonly Result[]): object {
  const suites = [...tabulate(results)].map(([suite, bySplit]) => [
    suite,
    {
      splits: Object.fromEntries(
        [...bySplit].map(([split, table]) => {
          const own = results.filter(({ question }) => question.suite === suite && question.split === split);
          return [split, { ...table, results: own.map(resultJson) }];
        }),
      ),
    },
  ]);
  return { ...settings, suites: Object.fromEntries(suites) };
}

function resultJson({ question, answers, pass, reason, measures }: Result): object {
  const words = (turn: readonly { readonly type: string; readonly text?: string }[]) =>
    turn.map((piece) => piece.text ?? `<${piece.type}>`);
  return {
    id: question.id,
    seed: question.seed,
    canvas: question.canvas,
    asked: question.asked.map(words),
    right: question.right.map(words),
    said: answers.map(words),
    pass,
    reason,
    ...(measures ? { measures } : {}),
  };
}
