import { definitionOf } from "../definitions.ts";
import { nodesOf, type Pair, type WorkflowDocument, withCounter } from "../document.ts";
import { type Added, freeNodeId } from "../edits/nodes.ts";
import { newInstance } from "./new-instance.ts";

/** Puts one more instance of a definition that the file has into a graph of it. */
export function addInstance(document: WorkflowDocument, type: string, middle: Pair): Added | null {
  const definition = definitionOf(document, type);
  if (definition === undefined) return null;
  const id = freeNodeId(document);
  const node = newInstance(definition, id, middle, nodesOf(document).length);
  return { document: withCounter({ ...document, nodes: [...nodesOf(document), node] }, "last_node_id", id), id };
}
