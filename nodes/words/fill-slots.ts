import { nodesErrors } from "../errors.ts";

/** The text with every `{name}` replaced; `{{` and `}}` stand for braces. Throws NODES_UNKNOWN_SLOT, NODES_BRACES. */
export function fillSlots(template: string, values: ReadonlyMap<string, string>): string {
  return template.replace(/\{\{|\}\}|\{([^{}]*)\}|[{}]/g, (piece, slot: string | undefined) => {
    if (piece === "{{" || piece === "}}") return piece.slice(1);
    if (slot === undefined) throw nodesErrors.BRACES({ text: template });
    const value = values.get(slot.trim());
    if (value === undefined) throw nodesErrors.UNKNOWN_SLOT({ slot: slot.trim(), known: [...values.keys()] });
    return value;
  });
}

/** Pairs of `name = value`, one a line; empty lines count for nothing. Throws NODES_VALUE_LINE. */
export function readValues(text: string): [string, string][] {
  return text.split(/\r?\n/).flatMap((line): [string, string][] => {
    if (line.trim() === "") return [];
    const equals = line.indexOf("=");
    const name = line.slice(0, Math.max(0, equals)).trim();
    if (name === "") throw nodesErrors.VALUE_LINE({ line });
    return [[name, line.slice(equals + 1).trim()]];
  });
}

/** The entries that have a value. */
export function given(values: Readonly<Record<string, string | undefined>>): [string, string][] {
  return Object.entries(values).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  );
}
