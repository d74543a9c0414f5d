import { workflowErrors } from "../errors.ts";
import type { Source } from "../graph/prompt.ts";

export type SavedInputs = Readonly<Record<string, Source>>;

/** How a saved node of one version becomes one of the next. Pure: it sees the saved node and nothing else. */
export interface Migration {
  /** The version it takes; it makes `from` + 1. */
  readonly from: number;
  /** The next version's inputs. Default: the same. */
  readonly inputs?: (inputs: SavedInputs) => SavedInputs;
  /** For each output of `from`, its number in the next version; null when it is gone. Default: the same. */
  readonly outputs?: readonly (number | null)[];
  /** Names of the widgets of `from`, in order: reads files that list values by position. Default: the same as now. */
  readonly widgets?: readonly string[];
}

/** A saved node as it is now, and where its outputs went. */
export interface Migrated {
  readonly inputs: SavedInputs;
  /** The number of an output as saved → its number now; null when it is gone. */
  readonly slot: (saved: number) => number | null;
}

interface Versioned {
  readonly type: string;
  readonly version: number;
  readonly migrations: readonly Migration[];
}

/** @throws WORKFLOW_BAD_MIGRATIONS unless they rise by one and end at the node's version. */
export function checkMigrations({ type, version, migrations }: Versioned): void {
  const first = version - migrations.length;
  const wrong = first < 1 || migrations.some(({ from }, i) => from !== first + i);
  if (wrong) throw workflowErrors.BAD_MIGRATIONS({ type, version, from: migrations.map(({ from }) => from) });
}

/** Brings the inputs of a node saved as `version` to the definition's version. */
export function migrate(definition: Versioned, version: number, inputs: SavedInputs): Migrated {
  const steps = definition.migrations.filter(({ from }) => from >= version);
  return {
    inputs: steps.reduce((saved, step) => step.inputs?.(saved) ?? saved, inputs),
    slot: (saved) => steps.reduce<number | null>((slot, step) => nextSlot(slot, step), saved),
  };
}

/** The widgets of a node saved as `version`, in order; null when they are those of now. */
export function savedWidgets(definition: Versioned, version: number): readonly string[] | null {
  return definition.migrations.find(({ from, widgets }) => from >= version && widgets !== undefined)?.widgets ?? null;
}

function nextSlot(slot: number | null, { outputs }: Migration): number | null {
  if (slot === null || outputs === undefined) return slot;
  return outputs[slot] ?? null;
}
