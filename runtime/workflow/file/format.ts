import { isObject } from "./json.ts";

/** Keys whose list or object is laid out one element a line, wherever a graph has them. */
const LONG: ReadonlySet<string> = new Set([
  "nodes",
  "links",
  "groups",
  "subgraphs",
  "definitions",
  "prompt",
  "reroutes",
  "floatingLinks",
]);

/**
 * The text of a workflow document: keys in their order, one node or link a line, so that changes show as changed
 * lines. Writing what was read from such a text gives it again, byte for byte.
 */
export function formatWorkflow(document: unknown): string {
  return `${block(document, "", isApi(document))}\n`;
}

/** Breaks a list or object into lines. Of an object of nodes by id (`isNodes`) no key is a list of a graph. */
function block(value: unknown, indent: string, isNodes: boolean): string {
  const inside = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    return `[\n${value.map((item) => inside + (isGraph(item) ? block(item, inside, false) : line(item))).join(",\n")}\n${indent}]`;
  }
  if (!isObject(value) || Object.keys(value).length === 0) return line(value);
  const rows = Object.entries(value).flatMap(([key, item]) => {
    if (item === undefined) return [];
    const isLong = !isNodes && LONG.has(key);
    const text = isLong ? block(item, inside, key === "prompt") : line(item);
    return [`${inside}${JSON.stringify(key)}: ${text}`];
  });
  return `{\n${rows.join(",\n")}\n${indent}}`;
}

function line(value: unknown): string {
  return JSON.stringify(value) ?? "null";
}

function isGraph(value: unknown): boolean {
  return isObject(value) && Array.isArray(value.nodes);
}

function isApi(value: unknown): boolean {
  return isObject(value) && !Array.isArray(value.nodes) && !isObject(value.prompt);
}
