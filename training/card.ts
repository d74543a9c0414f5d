import { emoji } from "./world/vocabulary.ts";

/** A model card from what the runs recorded; nothing in it is written by hand. */

export interface ScoreRow {
  readonly category: string;
  readonly passed: number;
  readonly count: number;
}

export interface CardRun {
  readonly part: "tokenizer" | "decoder" | "transformer" | "detail";
  readonly steps: number;
  /** Of steps, as they were timed. */
  readonly minutes: number;
  readonly recipe: unknown;
  /** What else is to be known of what it left. */
  readonly note?: string | undefined;
  /** Of a detail decoder: unseen scenes as the tokenizer decodes them, and refined, dB. */
  readonly refined?: { readonly without: number; readonly with: number; readonly count: number } | undefined;
}

/** By suite and split, as `nextscale evaluate --out` writes them. */
export type Suites = Readonly<
  Record<
    string,
    {
      readonly splits: Readonly<
        Record<string, { readonly rows: readonly ScoreRow[]; readonly overall: number } | undefined>
      >;
    }
  >
>;

export interface CardData {
  readonly name: string;
  /** Numbers in the transformer, in the visual tokenizer, and in the detail decoder, 0 where there is none. */
  readonly parameters: Readonly<Record<"transformer" | "tokenizer" | "detail", number>>;
  /** In order, each on from what the ones before it left. */
  readonly runs: readonly CardRun[];
  readonly evaluation: {
    readonly seed: number;
    /** Questions of each category and split. */
    readonly count: number;
    readonly sampling: unknown;
    /** Of unseen scenes, dB. */
    readonly reconstruction: { readonly shapes: number; readonly emoji: number; readonly count: number };
    readonly suites: Suites;
  };
}

const parts = {
  tokenizer: "Visual tokenizer",
  decoder: "Decoder, refined",
  transformer: "Transformer",
  detail: "Detail decoder",
} as const;
const splits = ["seen", "held-out", "phrasings"] as const;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export function modelCard({ name, parameters, runs, evaluation }: CardData): string {
  const { reconstruction, suites } = evaluation;
  const score = (suite: string, split: string) => {
    const table = suites[suite]?.splits[split];
    return table ? percent(table.overall) : "–";
  };
  return `# ${name}

A NextFlow model of ${millions(parameters.transformer)} M numbers with a visual tokenizer of ${millions(parameters.tokenizer)} M${parameters.detail > 0 ? ` and an optional detail decoder of ${millions(parameters.detail)} M` : ""}, stored in half precision. It paints 64×64, 48×80, 80×48, 48×96 and 96×48 pictures of Tinyworld from English prompts, describes such pictures, answers questions about them, edits them, and tells stories and short clips. How well it does each is told below and, with pictures, in docs/evaluation.md. Before it answers to a picture it writes what it sees, and before it paints what is to be where. It knows nothing else.

## Data

Tinyworld, drawn anew at every step (\`nextscale world\` writes examples): shapes in colours and ${emoji.length} drawings of Noto Emoji (Apache-2.0) on plain backgrounds, with generated captions. A tenth of the combinations is held out of training. The visual tokenizer, which reads no captions, learnt from shapes in named and in free colours, none closer than 40 (of 441) to a colour that is held out for the shape, and from no pair of drawings that is held out. No photographs, no text from people.

## Training

Each run went on from what those before it left.

| Run | Steps | Minutes of steps, two CPU cores with tests running beside |
|---|---|---|
${runs.map(({ part, steps, minutes }, i) => `| ${i + 1}. ${parts[part]} | ${steps} | ${minutes} |`).join("\n")}

${runs.map(({ part, recipe, note }, i) => `${i + 1}. ${parts[part]}${note === undefined ? "" : ` (${note})`}:\n\n\`\`\`json\n${JSON.stringify(recipe)}\n\`\`\``).join("\n\n")}

## Scores

Reconstruction of ${reconstruction.count} unseen scenes each: ${reconstruction.shapes.toFixed(2)} dB PSNR with shapes only, ${reconstruction.emoji.toFixed(2)} dB with emoji.${refinedLine(runs)}

${evaluation.count} questions a category and split, seed ${evaluation.seed}, sampling \`${JSON.stringify(evaluation.sampling)}\`; each number is the mean of the suite's categories. Pictures are judged by a detector that reads pixels only.

| Suite | seen | held-out combinations | held-out phrasings |
|---|---:|---:|---:|
${Object.keys(suites)
  .map((suite) => `| ${suite} | ${splits.map((split) => score(suite, split)).join(" | ")} |`)
  .join("\n")}

## Limits

Words outside its captions mean nothing to it. It may miss objects, add some, or draw parts of one over another; the scores above say how often. Weights: Apache-2.0.
`;
}

function refinedLine(runs: readonly CardRun[]): string {
  const { refined } = runs.findLast(({ part }) => part === "detail") ?? {};
  if (!refined) return "";
  return ` The detail decoder, which is off unless a workflow has Refine Image: ${refined.count} scenes of both, ${refined.without.toFixed(2)} dB as they are decoded, ${refined.with.toFixed(2)} dB refined.`;
}

const millions = (count: number): string => (count / 1e6).toFixed(1);
