import { emptyDocument, nodesOf, type WorkflowDocument } from "../../editor/core/document.ts";
import { connect, refusalOf } from "../../editor/core/edits/links.ts";
import { addNode } from "../../editor/core/edits/nodes.ts";
import { linksOf } from "../../editor/core/links.ts";
import type { NodeTypes } from "../../editor/core/node-type.ts";

const COLUMNS = 40;

/** A graph of so many nodes and links, the same each time: all types in turn, in rows, linked to nodes before them. */
export function largeGraph(types: NodeTypes, nodes: number, links: number): WorkflowDocument {
  const all = [...types.values()].filter(({ inputs, outputs }) => inputs.length + outputs.length > 0);
  let document = emptyDocument;
  for (let i = 0; i < nodes; i++) {
    const type = all[(i * 7) % all.length];
    if (type === undefined) break;
    document = addNode(document, type, [(i % COLUMNS) * 340, Math.floor(i / COLUMNS) * 520]).document;
  }
  const placed = nodesOf(document);
  for (let step = 1; linksOf(document).length < links && step < 60; step++) {
    for (let i = step; i < placed.length && linksOf(document).length < links; i += 2) {
      document = linkOnce(document, types, i - step, i);
    }
  }
  return document;
}

function linkOnce(document: WorkflowDocument, types: NodeTypes, from: number, to: number): WorkflowDocument {
  const [source, target] = [nodesOf(document)[from], nodesOf(document)[to]];
  const inputs = types.get(target?.type ?? "")?.inputs ?? [];
  if (source === undefined || target === undefined) return document;
  for (const [slot] of (source.outputs ?? []).entries()) {
    for (const { name } of inputs) {
      if (target.inputs?.some((input) => input.name === name && input.link != null)) continue;
      const ends = { from: source.id, slot, to: target.id, input: name };
      if (refusalOf(document, ends, types) === null) return connect(document, ends, types);
    }
  }
  return document;
}
