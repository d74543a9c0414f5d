import { emoji } from "./world/vocabulary.ts";

/** A model card from what the runs recorded; nothing in it is written by hand. */

export interface ScoreRow {
  readonly category: string;
  readonly passed: number;
  readonly count: number;
}

export interface CardData {
  readonly name: string;
  /** Numbers in the transformer and in the visual tokenizer. */
  readonly parameters: Readonly<Record<"transformer" | "tokenizer", number>>;
  /** What each run took: its recipe as it stood in `run.json`, and the sums of `metrics.jsonl`. */
  readonly runs: readonly {
    readonly title: string;
    readonly steps: number;
    readonly minutes: number;
    readonly recipe: unknown;
  }[];
  /** Reconstruction of unseen scenes, dB. */
  readonly reconstruction: { readonly shapes: number; readonly emoji: number; readonly count: number };
  readonly evaluation: {
    readonly seed: number;
    readonly count: number;
    readonly sampling: unknown;
    readonly splits: Readonly<Record<string, { readonly rows: readonly ScoreRow[]; readonly overall: number }>>;
  };
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export function modelCard({ name, parameters, runs, reconstruction, evaluation }: CardData): string {
  const splits = Object.keys(evaluation.splits);
  const categories = evaluation.splits[splits[0] ?? ""]?.rows.map(({ category }) => category) ?? [];
  const cell = (split: string, category: string) => {
    const row = evaluation.splits[split]?.rows.find((each) => each.category === category);
    return row ? `${percent(row.passed / row.count)} (${row.passed}/${row.count})` : "–";
  };
  return `# ${name}

A NextFlow model of ${millions(parameters.transformer)} M numbers with a visual tokenizer of ${millions(parameters.tokenizer)} M, stored in half precision. It paints 64×64, 48×80, 80×48, 48×96 and 96×48 pictures of Tinyworld from English prompts, describes such pictures, answers questions about them, and has begun to learn to edit them and to tell stories and clips. How well it does each is told in docs/evaluation.md. Before it paints it plans in words what is where. It knows nothing else.

## Data

Tinyworld, drawn anew at every step (\`nextscale world\` writes examples): shapes in colours and ${emoji.length} drawings of Noto Emoji (Apache-2.0) on plain backgrounds, with generated captions. A tenth of the combinations is held out of training. The visual tokenizer, which reads no captions, learnt from shapes in named and in free colours, none closer than 40 (of 441) to a colour that is held out for the shape, and from no pair of drawings that is held out. No photographs, no text from people.

## Training

| Run | Steps | Minutes of steps, two CPU cores with tests running beside |
|---|---|---|
${runs.map(({ title, steps, minutes }) => `| ${title} | ${steps} | ${minutes.toFixed(0)} |`).join("\n")}

${runs.map(({ title, recipe }) => `${title}:\n\n\`\`\`json\n${JSON.stringify(recipe)}\n\`\`\``).join("\n\n")}

## Scores

Reconstruction of ${reconstruction.count} unseen scenes each: ${reconstruction.shapes.toFixed(2)} dB PSNR with shapes only, ${reconstruction.emoji.toFixed(2)} dB with emoji.

Text to image, judged by a detector that reads pixels only: ${evaluation.count} prompts a split, seeds from ${evaluation.seed}, sampling \`${JSON.stringify(evaluation.sampling)}\`.

| Category | ${splits.join(" | ")} |
|---|${splits.map(() => "---|").join("")}
${categories.map((category) => `| ${category} | ${splits.map((split) => cell(split, category)).join(" | ")} |`).join("\n")}
| **overall** (mean of categories) | ${splits.map((split) => `**${percent(evaluation.splits[split]?.overall ?? 0)}**`).join(" | ")} |

## Limits

Words outside its captions mean nothing to it. It may miss objects, add some, or draw parts of one over another; the scores above say how often. Weights: Apache-2.0.
`;
}

const millions = (count: number): string => (count / 1e6).toFixed(1);
