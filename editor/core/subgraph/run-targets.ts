import type { JsonObject } from "../../../runtime/workflow/file/json.ts";
import { definitionOf } from "../definitions.ts";
import { MODES, nodeOf, nodesOf, type WorkflowDocument } from "../document.ts";
import { linksOf } from "../links.ts";
import type { NodeTypes } from "../node-type.ts";
import { endId } from "./border.ts";
import { definitionAt, type Path } from "./path.ts";

/**
 * The ids under which chosen nodes of the graph at a path run. An instance stands for the nodes inside that its outputs
 * come from, or, when none does, for those that show or save something.
 */
export function runTargets(
  file: WorkflowDocument,
  path: Path,
  ids: readonly string[],
  types: NodeTypes,
): readonly string[] {
  const graph = definitionAt(file, path) ?? file;
  const prefix = path.map((id) => `${id}:`).join("");
  return ids.flatMap((id) => {
    const definition = path.length > DEEPEST ? undefined : definitionOf(file, nodeOf(graph, id)?.type);
    if (definition === undefined) return [`${prefix}${id}`];
    return runTargets(file, [...path, id], endsOf(definition, file, types), types);
  });
}

/** Subgraphs may lie in each other no deeper than this. */
const DEEPEST = 32;

function endsOf(definition: JsonObject, file: WorkflowDocument, types: NodeTypes): readonly string[] {
  const nodes = nodesOf(definition).filter(({ mode }) => mode !== MODES.muted && mode !== MODES.bypassed);
  const out = String(endId(definition, "outputs"));
  const sources = new Set(linksOf(definition).flatMap(({ from, to }) => (String(to) === out ? [String(from)] : [])));
  const giving = nodes.filter(({ id }) => sources.has(String(id)));
  const showing = nodes.filter(
    ({ type }) => types.get(type)?.isOutput === true || definitionOf(file, type) !== undefined,
  );
  return (giving.length > 0 ? giving : showing).map(({ id }) => String(id));
}
