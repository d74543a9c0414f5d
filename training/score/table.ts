import { type PromptCategory, promptCategories } from "../world/prompts.ts";

/** One judged picture. */
export interface Result {
  readonly category: PromptCategory;
  readonly pass: boolean;
}

export interface ScoreRow {
  readonly category: PromptCategory;
  readonly passed: number;
  readonly count: number;
  /** passed / count, 0 … 1. */
  readonly mean: number;
}

export interface ScoreTable {
  /** Categories that have results, in their usual order. */
  readonly rows: readonly ScoreRow[];
  /** Mean of the categories' means, as GenEval reports it; 0 without results. */
  readonly overall: number;
}

/** Per-category means of judged pictures and their mean. */
export function scoreTable(results: readonly Result[]): ScoreTable {
  const rows = promptCategories.flatMap((category): ScoreRow[] => {
    const own = results.filter((result) => result.category === category);
    const passed = own.filter(({ pass }) => pass).length;
    return own.length === 0 ? [] : [{ category, passed, count: own.length, mean: passed / own.length }];
  });
  return { rows, overall: rows.length === 0 ? 0 : rows.reduce((sum, { mean }) => sum + mean, 0) / rows.length };
}

/** The table as aligned text, one category a line. */
export function printTable({ rows, overall }: ScoreTable): string {
  const lines = rows.map(({ category, passed, count, mean }) => line(category, mean, `${passed}/${count}`));
  return [...lines, line("overall", overall, "mean of categories")].join("\n");
}

function line(name: string, mean: number, note: string): string {
  return `${name.padEnd(18)} ${(100 * mean).toFixed(1).padStart(5)} %   ${note}`;
}
