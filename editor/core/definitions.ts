import { isObject, type JsonObject } from "../../runtime/workflow/file/json.ts";
import { nodesOf, type WorkflowDocument } from "./document.ts";

/** The subgraphs that a file defines, as they are written. */
export function definitionsOf({ definitions }: WorkflowDocument): readonly JsonObject[] {
  const all = isObject(definitions) ? definitions.subgraphs : null;
  return Array.isArray(all) ? all.filter(isObject) : [];
}

/** The definitions that the nodes of a graph stand for, and those inside of these, in the order of the file. */
export function definitionsUsed(graph: WorkflowDocument, file: WorkflowDocument): readonly JsonObject[] {
  const all = definitionsOf(file);
  const used = new Set<unknown>();
  const visit = (document: JsonObject): void => {
    for (const { type } of nodesOf(document)) {
      const found = used.has(type) ? undefined : all.find(({ id }) => id === type);
      if (found === undefined) continue;
      used.add(type);
      visit(found);
    }
  };
  visit(graph);
  return all.filter(({ id }) => used.has(id));
}

/** The document with these definitions; one that it has already, by its id, stays as it is. */
export function withDefinitions(document: WorkflowDocument, added: readonly JsonObject[]): WorkflowDocument {
  const present = definitionsOf(document);
  const missing = added.filter(({ id }) => !present.some((each) => each.id === id));
  if (missing.length === 0) return document;
  const definitions = isObject(document.definitions) ? document.definitions : {};
  return { ...document, definitions: { ...definitions, subgraphs: [...present, ...missing] } };
}
