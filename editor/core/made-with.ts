import { type DocNode, nodesOf, type WorkflowDocument } from "./document.ts";
import { type NodeTypes, noteInput } from "./node-type.ts";
import { valuesOf, widgetsOf } from "./values.ts";

/** The values that a workflow was run with. */
export interface MadeWith {
  readonly title: string;
  readonly values: readonly (readonly [string, string])[];
}

/** What was typed in or picked, by node: what was left to the model, linked or muted is left out, and notes are. */
export function madeWith(workflow: WorkflowDocument, types: NodeTypes): readonly MadeWith[] {
  return nodesOf(workflow).flatMap((node) => {
    const type = types.get(node.type);
    if (type === undefined || node.mode === 2 || noteInput(type) !== null) return [];
    const { values } = valuesOf(node, type);
    const rows = widgetsOf(type).flatMap(({ name }): [string, string][] => {
      const value = values.get(name) ?? null;
      return value === null || value === "" || isLinked(node, name) ? [] : [[name, String(value)]];
    });
    return rows.length === 0 ? [] : [{ title: node.title || type.title, values: rows }];
  });
}

function isLinked({ inputs }: DocNode, input: string): boolean {
  return inputs?.some(({ name, link }) => name === input && link != null) ?? false;
}
