import type { Migrated, SavedInputs } from "./migration.ts";

/** A node type that was renamed or absorbed by another. Used only where the old type is not installed. */
export interface Replacement {
  readonly oldType: string;
  readonly newType: string;
  /** Widgets of the old type, in order: reads files that list values by position. Default none. */
  readonly oldWidgets?: readonly string[];
  /** Where the new node's inputs come from. Default: inputs of the same name. */
  readonly inputs?: readonly InputMapping[];
  /** Old and new numbers of the outputs. Default: the same numbers. */
  readonly outputs?: readonly { readonly old: number; readonly new: number }[];
}

type InputMapping = { readonly new: string; readonly old: string } | { readonly new: string; readonly value: unknown };

/** The inputs of the new node, and where the old outputs went. */
export function replace({ inputs: mapping, outputs }: Replacement, saved: SavedInputs): Migrated {
  return {
    inputs: mapping === undefined ? saved : Object.fromEntries(mapping.flatMap((row) => mapped(row, saved))),
    slot: (old) => (outputs === undefined ? old : (outputs.find((row) => row.old === old)?.new ?? null)),
  };
}

function mapped(row: InputMapping, saved: SavedInputs): [string, SavedInputs[string]][] {
  if ("value" in row) return [[row.new, { kind: "value", value: row.value }]];
  const source = saved[row.old];
  return source === undefined ? [] : [[row.new, source]];
}
