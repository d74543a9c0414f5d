import { isObject, type JsonObject } from "../../runtime/workflow/file/json.ts";
import { type Id, mapNodes, nodeOf, nodesOf, type WorkflowDocument } from "./document.ts";

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

/** The definition that a node of this type stands for. */
export function definitionOf(document: WorkflowDocument, type: string | undefined): JsonObject | undefined {
  return definitionsOf(document).find(({ id }) => id === type);
}

/** The file with each definition changed; the same when none is. */
export function mapDefinitions(
  file: WorkflowDocument,
  change: (definition: JsonObject) => JsonObject,
): WorkflowDocument {
  if (!isObject(file.definitions) || !Array.isArray(file.definitions.subgraphs)) return file;
  const before: readonly unknown[] = file.definitions.subgraphs;
  const after = before.map((each) => (isObject(each) ? change(each) : each));
  if (after.every((each, i) => each === before[i])) return file;
  return { ...file, definitions: { ...file.definitions, subgraphs: after } };
}

/** Gives a node another title; a subgraph that is called as its instance was is called so too. */
export function renameNode(document: WorkflowDocument, id: Id, title: string): WorkflowDocument {
  const node = nodeOf(document, id);
  const titled = mapNodes(document, (each) => (each === node ? { ...each, title } : each));
  return mapDefinitions(titled, (each) =>
    each.id === node?.type && (node?.title || each.name) === each.name ? { ...each, name: title } : each,
  );
}

/** The file after an edit, without the definitions that the edit took the last instance of. */
export function withoutUnused(before: WorkflowDocument, after: WorkflowDocument): WorkflowDocument {
  const was = definitionsUsed(before, before);
  if (was.length === 0 || !isObject(after.definitions)) return after;
  const used = new Set(definitionsUsed(after, after).map(({ id }) => id));
  const gone = new Set(was.map(({ id }) => id).filter((id) => !used.has(id)));
  if (gone.size === 0) return after;
  const subgraphs = definitionsOf(after).filter(({ id }) => !gone.has(id));
  const { subgraphs: _, ...others } = after.definitions;
  if (subgraphs.length > 0 || Object.keys(others).length > 0)
    return { ...after, definitions: { ...others, subgraphs } };
  const { definitions: __, ...rest } = after;
  return rest;
}

/** Does a definition lie in itself, at whatever depth? Such a file cannot run. */
export function holdsItself(file: WorkflowDocument): boolean {
  const inner = new Map(
    definitionsOf(file).map((definition) => [definition.id, nodesOf(definition).map(({ type }) => type as unknown)]),
  );
  const open = new Set<unknown>();
  const done = new Set<unknown>();
  const visit = (id: unknown): boolean => {
    if (open.has(id)) return true;
    if (done.has(id)) return false;
    open.add(id);
    const found = inner.get(id)?.some((type) => inner.has(type) && visit(type)) ?? false;
    open.delete(id);
    done.add(id);
    return found;
  };
  return [...inner.keys()].some(visit);
}
