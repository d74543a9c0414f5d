/** The Markdown page of an evaluation: nothing in it is written by hand. */
import { type Ability, abilities } from "../../world/abilities/sample.ts";
import type { Answer } from "./answer.ts";
import type { Result } from "./ask-questions.ts";
import { type SuiteSplit, suiteSplitNames } from "./question.ts";
import { measuresText, percent, splitWords, suiteWords } from "./suite-words.ts";
import { suites } from "./suites.ts";
import type { SuiteTable, Tables } from "./tabulate.ts";

export interface ReportData {
  readonly model: string;
  /** "ceiling" for the right answers through the model's visual tokenizer. */
  readonly answers: "model" | "ceiling";
  /** Questions answered, of all. */
  readonly answered: number;
  readonly total: number;
  /** The command that wrote it. */
  readonly command: string;
  readonly count: number;
  readonly seed: number;
  readonly tables: Tables;
  /** Another run, told beside. */
  readonly beside?: Beside | undefined;
  /** Shown with what was asked and said, each with the path of its picture, from the page. */
  readonly samples: readonly { readonly result: Result; readonly picture: string }[];
}

/** Of another run: its name, and the means of its suites. */
export interface Beside {
  readonly title: string;
  readonly overall: (suite: Ability, split: SuiteSplit) => number | undefined;
}

/** Samples that are shown of a category and split: the first by index, more where a suite has few categories. */
export const shownCount = (suite: Ability): number =>
  Math.ceil(6 / (shownSplits.length * Object.keys(suites[suite].categories).length));
export const shownSplits: readonly SuiteSplit[] = ["seen", "held-out"];

export function reportPage({ tables, samples, ...run }: ReportData): string {
  const asked = abilities.filter((suite) => tables.has(suite));
  return `# What the model can do

${opening(run)} This page is written by

\`\`\`
${run.command}
\`\`\`

Every question is drawn from Tinyworld, so its right answer is known, and every answer is judged without a model: pictures by a detector that reads pixels and knows the world's drawings, words by reading them again. *Seen* are combinations and wordings as training has them (new scenes, drawn for this page); *held-out combinations* are pictures with a shape in a colour, or a pair of things, that training never sees; *held-out phrasings* are seen combinations asked for in words that training never sees. Where the detector misses something in the world's own right answer, the question is left out and counted as not judged.

\`nextscale evaluate --suite all --out DIR\` does the same for any checkpoint and leaves all answers with their verdicts in \`DIR\`; \`--suite edit --only move\` asks a part; \`--ceiling\` puts the right answers through the model's visual tokenizer and back instead of asking the model, which is about the most that its transformer could reach, and \`--beside DIR/results.json\` tells such a run beside another on this page.

| Suite | ${suiteSplitNames.map((split) => splitWords[split]).join(" | ")} | measured beside, of seen |${besideTitle(run.beside)}
|---|---:|---:|---:|---|${run.beside ? "---:|" : ""}
${asked.map((suite) => overallRow(suite, tables, run.beside)).join("\n")}

Each number is the mean of the suite's categories. What a model was not trained for, it can hardly pass: its card says what it was trained for.

${asked.map((suite) => section(suite, tables, samples)).join("\n\n")}
`;
}

function opening({ model, answers, answered, total, count, seed }: Omit<ReportData, "tables" | "samples">): string {
  const who = {
    model: `\`${model}\`, asked`,
    ceiling: `**Not a model's answers:** the world's own, through the visual tokenizer of \`${model}\` and back, to`,
  }[answers];
  const stopped = answered < total ? ` Stopped early: ${answered} of ${total} were answered.` : "";
  return `${who} ${count} questions of each category and split, drawn from seed ${seed}.${stopped}`;
}

const besideTitle = (beside: Beside | undefined): string => (beside ? ` ${cell(beside.title)}, split by split |` : "");

function overallRow(suite: Ability, tables: Tables, beside: Beside | undefined): string {
  const cells = suiteSplitNames.map((split) => {
    const table = tables.get(suite)?.get(split);
    return table ? percent(table.overall) : "–";
  });
  const measured = measuresText(tables.get(suite)?.get("seen")?.measures ?? {});
  const others = suites[suite].splits.flatMap((split) => beside?.overall(suite, split) ?? []);
  const other = beside ? ` ${others.length > 0 ? others.map(percent).join(" / ") : "–"} |` : "";
  const title = `[${suiteWords[suite].title}](#${anchor(suiteWords[suite].title)})`;
  return `| ${title} | ${cells.join(" | ")} | ${measured} |${other}`;
}

const anchor = (title: string): string => title.toLowerCase().replaceAll(" ", "-");

function section(suite: Ability, tables: Tables, samples: ReportData["samples"]): string {
  const { title, asks, judged } = suiteWords[suite];
  const own = samples.filter(({ result }) => result.question.suite === suite);
  const splits = [...(tables.get(suite)?.keys() ?? [])];
  return `## ${title}

${asks} ${judged}

| \`--suite ${suite}\` | ${splits.map((split) => splitWords[split]).join(" | ")} |
|---|${splits.map(() => "---:|").join("")}
${Object.keys(suites[suite].categories)
  .flatMap((category) => categoryRow(category, splits, tables.get(suite)))
  .join("\n")}${own.length === 0 ? "" : `\n\n${samplesTable(own)}`}`;
}

function categoryRow(
  category: string,
  splits: readonly SuiteSplit[],
  tables: ReadonlyMap<SuiteSplit, SuiteTable> | undefined,
): readonly string[] {
  const cells = splits.map((split) => {
    const row = tables?.get(split)?.rows.find((each) => each.category === category);
    if (!row) return "–";
    const beside = measuresText(row.measures);
    const left = row.unjudgeable > 0 ? `; ${row.unjudgeable} not judged` : "";
    return `${percent(row.mean)} (${row.passed}/${row.count}${left})${beside === "" ? "" : `<br>${beside}`}`;
  });
  return cells.every((cell) => cell === "–") ? [] : [`| ${category} | ${cells.join(" | ")} |`];
}

function samplesTable(samples: ReportData["samples"]): string {
  const rows = samples.map(({ result, picture }) => {
    const { question, answers, pass, reason } = result;
    const asked = question.asked.map((turn) => turn.flatMap((p) => (p.type === "text" ? [p.text] : ["▢"])).join(" "));
    const said = answers.map(wordsOf).filter((words) => words !== "");
    const words = [
      `${asked.map(cell).join("<br>")}`,
      ...(said.length > 0 ? [`“${said.map(cell).join("”<br>“")}”`] : []),
    ];
    const name = `${question.category}, ${question.split} ${question.index}`;
    return `| ${name} | ![${name}](${picture}) | ${words.join("<br>")} | ${mark(pass)} ${cell(reason)} |`;
  });
  return `The first by index, none chosen; grey frames were shown to the model, the others are its answers:

| | | asked, said | verdict |
|---|---|---|---|
${rows.join("\n")}`;
}

const mark = (pass: boolean | null): string => (pass === null ? "–" : pass ? "✓" : "✗");

const wordsOf = (answer: Answer): string =>
  answer.flatMap((piece) => (piece.type === "text" ? [piece.text.trim()] : [])).join(" / ");

/** Text as it may stand in a cell of a table. */
const cell = (text: string): string =>
  text
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[\\`*_[\]<>|&]/g, (sign) => `&#${sign.charCodeAt(0)};`)
    .trim();
