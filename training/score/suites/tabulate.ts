import { type Ability, abilities } from "../../world/abilities/sample.ts";
import type { Result } from "./ask-questions.ts";
import { type Measures, measures, type SuiteSplit, suiteSplitNames } from "./question.ts";
import { suites } from "./suites.ts";

/** Results of one category and split. */
export interface SuiteRow {
  readonly category: string;
  readonly passed: number;
  /** Judged; the others are left out of every share. */
  readonly count: number;
  readonly unjudgeable: number;
  /** passed / count, 0 … 1; 0 where nothing was judged. */
  readonly mean: number;
  /** Means of what else is measured, over those in which it was. */
  readonly measures: Measures;
}

export interface SuiteTable {
  /** Categories that have results, in their usual order. */
  readonly rows: readonly SuiteRow[];
  /** Mean of the means of the categories that are asked in their own form. */
  readonly overall: number;
  /** Means over the same categories of what else is measured. */
  readonly measures: Measures;
}

/** A table for each suite and split that has results. */
export type Tables = ReadonlyMap<Ability, ReadonlyMap<SuiteSplit, SuiteTable>>;

export function tabulate(results: readonly Result[]): Tables {
  const tables = new Map<Ability, ReadonlyMap<SuiteSplit, SuiteTable>>();
  for (const suite of abilities) {
    const bySplit = new Map<SuiteSplit, SuiteTable>();
    for (const split of suiteSplitNames) {
      const own = results.filter(({ question }) => question.suite === suite && question.split === split);
      if (own.length > 0) bySplit.set(split, suiteTable(suite, own));
    }
    if (bySplit.size > 0) tables.set(suite, bySplit);
  }
  return tables;
}

function suiteTable(suite: Ability, results: readonly Result[]): SuiteTable {
  const { categories } = suites[suite];
  const rows = Object.keys(categories).flatMap((category): SuiteRow[] => {
    const own = results.filter(({ question }) => question.category === category);
    return own.length > 0 ? [suiteRow(category, own)] : [];
  });
  const counted = rows.filter(({ category, count }) => count > 0 && categories[category]?.like === undefined);
  return { rows, overall: meanOf(counted.map(({ mean }) => mean)), measures: meansOf(counted) };
}

function suiteRow(category: string, results: readonly Result[]): SuiteRow {
  const judged = results.filter(({ pass }) => pass !== null);
  const passed = judged.filter(({ pass }) => pass).length;
  return {
    category,
    passed,
    count: judged.length,
    unjudgeable: results.length - judged.length,
    mean: judged.length === 0 ? 0 : passed / judged.length,
    measures: meansOf(judged),
  };
}

function meansOf(list: readonly { readonly measures?: Measures }[]): Measures {
  const means = (Object.keys(measures) as (keyof Measures)[]).flatMap((name) => {
    const values = list.flatMap((each) => each.measures?.[name] ?? []);
    return values.length > 0 ? [[name, meanOf(values)] as const] : [];
  });
  return Object.fromEntries(means);
}

const meanOf = (list: readonly number[]): number =>
  list.length === 0 ? 0 : list.reduce((sum, value) => sum + value, 0) / list.length;
