import { definitionOf, mapDefinitions, withoutUnused } from "../definitions.ts";
import { nodeOf, nodesOf, type WorkflowDocument } from "../document.ts";
import { closeGraph, openGraph, type PortMoves } from "./border.ts";
import { reviseInstances } from "./instances.ts";

/** Where one looks: the ids of the instances that one has gone into, from outside to inside. */
export type Path = readonly string[];

/** A path as far as it leads: instances may have gone since it was walked. */
export function openPath(file: WorkflowDocument, path: Path): Path {
  let graph = file;
  for (const [depth, id] of path.entries()) {
    const definition = definitionOf(file, nodeOf(graph, id)?.type);
    if (definition === undefined) return path.slice(0, depth);
    graph = definition;
  }
  return path;
}

/** The graph at the end of a path that leads somewhere: that of the file, or the inside of an instance with its two ends. */
export function graphAt(file: WorkflowDocument, path: Path): WorkflowDocument {
  const definition = definitionAt(file, path);
  return definition === undefined ? file : openGraph(definition, file);
}

/** The definition that one looks into; undefined at the top. */
export function definitionAt(file: WorkflowDocument, path: Path): WorkflowDocument | undefined {
  return path.reduce<WorkflowDocument | undefined>(
    (graph, id) => definitionOf(file, nodeOf(graph ?? file, id)?.type),
    undefined,
  );
}

/**
 * The file after the graph at the end of a path was edited. Instances follow the ports of their definition; a
 * definition goes with its last instance. `makeId` gives ids for new ports.
 */
export function changeGraph(
  file: WorkflowDocument,
  path: Path,
  change: (graph: WorkflowDocument) => WorkflowDocument,
  makeId: () => string,
): WorkflowDocument {
  const before = definitionAt(file, path);
  if (before === undefined) {
    const after = change(file);
    return after === file ? file : withoutUnused(file, after);
  }
  const open = openGraph(before, file);
  const edited = change(open);
  if (edited === open) return file;
  const { definition: after, moves } = closeGraph(before, open, edited, makeId);
  const around = edited.definitions === open.definitions ? file : { ...file, definitions: edited.definitions };
  const written = mapDefinitions(around, (each) => (each.id === before.id ? after : each));
  const isSeen = hasMoved(before, after, moves) || nodesOf(after).length < nodesOf(before).length;
  return withoutUnused(file, isSeen ? reviseInstances(written, { before, after, moves }) : written);
}

/** Keeps the graph that was asked for last, so that the same question has the same object as answer. */
export function rememberGraph(): typeof graphAt {
  let last: { readonly file: WorkflowDocument; readonly path: string; readonly graph: WorkflowDocument } | null = null;
  return (file, path) => {
    if (path.length === 0) return file;
    const key = path.join(":");
    if (last === null || last.file !== file || last.path !== key)
      last = { file, path: key, graph: graphAt(file, path) };
    return last.graph;
  };
}

function hasMoved(before: WorkflowDocument, after: WorkflowDocument, moves: PortMoves): boolean {
  return (["inputs", "outputs"] as const).some((side) => {
    const [old, now] = [before[side], after[side]];
    return (old !== now && moves[side].some((was, i) => was !== i)) || !sameNames(old, now);
  });
}

function sameNames(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((port, i) => port?.name === b[i]?.name);
}
