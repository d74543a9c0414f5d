import { shownName } from "../../../runtime/workflow/file/promoted.ts";
import { definitionOf } from "../definitions.ts";
import {
  type DocNode,
  type Id,
  MODES,
  nodeOf,
  nodesOf,
  positionOf,
  sizeOf,
  type WorkflowDocument,
} from "../document.ts";
import { pasteNodes } from "../edits/fragment.ts";
import { connect } from "../edits/links.ts";
import { patchNode, removeNodes, setValue } from "../edits/nodes.ts";
import { linksOf, withLinks } from "../links.ts";
import type { NodeTypes } from "../node-type.ts";
import { valuesOf } from "../values.ts";
import { endId, portsOf } from "./border.ts";
import { widgetsShown } from "./shown.ts";
import { nodeTypeOf } from "./type-of.ts";

export interface Unpacked {
  readonly document: WorkflowDocument;
  readonly ids: ReadonlySet<string>;
}

/** Puts what lies in an instance in its place: the nodes with the values that the instance gave them, and its links. */
export function unpackInstance(document: WorkflowDocument, id: Id, types: NodeTypes): Unpacked {
  const instance = nodeOf(document, id);
  const definition = definitionOf(document, instance?.type);
  if (instance === undefined || definition === undefined) return { document, ids: new Set() };
  const [x, y] = positionOf(instance);
  const [width, height] = sizeOf(instance);
  const inputEnd = String(endId(definition, "inputs"));
  const outputEnd = String(endId(definition, "outputs"));
  const isEnd = (end: Id) => String(end) === inputEnd || String(end) === outputEnd;
  const inner = linksOf(definition);
  const fragment = withLinks(
    definition,
    inner.filter(({ from, to }) => !isEnd(from) && !isEnd(to)),
  );
  const pasted = pasteNodes(document, fragment, [x + width / 2, y + height / 2]);
  const placed = new Map(nodesOf(definition).map((node, i) => [String(node.id), [...pasted.ids][i] ?? ""]));
  let next = pasted.document;
  const link = (from: Id, slot: number, to: Id, input: string | undefined): void => {
    if (input !== undefined) next = connect(next, { from, slot, to, input }, types);
  };
  const newId = (old: Id): Id => numeric(placed.get(String(old)) ?? "");

  next = giveValues(next, instance, document, types, (old) => placed.get(old));
  const outer = linksOf(document);
  const sourceOf = (port: number) => {
    const name = portsOf(definition, "inputs")[port]?.name;
    const at = instance.inputs?.findIndex((slot) => slot.name === name) ?? -1;
    return outer.find(({ to, toSlot }) => String(to) === String(id) && toSlot === at);
  };
  for (const { from, slot, to, toSlot } of inner) {
    const source = String(from) === inputEnd ? sourceOf(slot) : undefined;
    if (String(from) === inputEnd && String(to) !== outputEnd && source !== undefined)
      link(source.from, source.slot, newId(to), nodeOf(definition, to)?.inputs?.[toSlot]?.name);
  }
  for (const leaving of outer) {
    if (String(leaving.from) !== String(id)) continue;
    const end = inner.find(({ to, toSlot }) => String(to) === outputEnd && toSlot === leaving.slot);
    const input = nodeOf(document, leaving.to)?.inputs?.[leaving.toSlot]?.name;
    if (end === undefined) continue;
    const through = String(end.from) === inputEnd ? sourceOf(end.slot) : { from: newId(end.from), slot: end.slot };
    if (through !== undefined) link(through.from, through.slot, leaving.to, input);
  }
  if (instance.mode === MODES.muted) for (const each of pasted.ids) next = patchNode(next, each, { mode: MODES.muted });
  return { document: removeNodes(next, new Set([String(id)])), ids: pasted.ids };
}

/** Writes the values of the instance's widgets into the nodes that they were for. */
function giveValues(
  document: WorkflowDocument,
  instance: DocNode,
  around: WorkflowDocument,
  types: NodeTypes,
  placed: (id: string) => string | undefined,
): WorkflowDocument {
  const definition = definitionOf(around, instance.type);
  const type = nodeTypeOf(instance, around, types);
  if (definition === undefined || type === undefined) return document;
  const { values } = valuesOf(instance, type);
  const inputEnd = String(endId(definition, "inputs"));
  return widgetsShown(instance, definition).reduce((next, shown) => {
    const value = values.get(shownName(shown)) ?? null;
    if (value === null) return next;
    const port = portsOf(definition, "inputs").findIndex(({ name }) => name === shown.name);
    const targets =
      shown.kind === "inner"
        ? [{ node: shown.node, input: shown.name }]
        : linksOf(definition).flatMap(({ from, slot, to, toSlot }) =>
            String(from) === inputEnd && slot === port
              ? [{ node: String(to), input: nodeOf(definition, to)?.inputs?.[toSlot]?.name ?? "" }]
              : [],
          );
    return targets.reduce((graph, { node, input }) => {
      const copy = nodeOf(graph, placed(node) ?? "");
      const own = copy === undefined ? undefined : nodeTypeOf(copy, graph, types);
      const isThere = own?.inputs.some(({ name, widget }) => name === input && widget !== null) ?? false;
      return copy === undefined || own === undefined || !isThere ? graph : setValue(graph, copy.id, own, input, value);
    }, next);
  }, document);
}

function numeric(id: string): Id {
  return /^\d+$/.test(id) ? Number(id) : id;
}
