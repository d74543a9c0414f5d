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
import { dropLinks } from "../edits/links.ts";
import { middleOf, patchNode, removeNodes, setValue } from "../edits/nodes.ts";
import { type Link, linksOf, withLinks } from "../links.ts";
import type { NodeTypes } from "../node-type.ts";
import { reroutesOf } from "../reroutes.ts";
import { valuesOf } from "../values.ts";
import { endId, portsOf } from "./border.ts";
import { widgetsShown } from "./shown.ts";
import { type Point, pointsOf, tie } from "./tie.ts";
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
  const middle = [x + width / 2, y + height / 2] as const;
  const [innerX, innerY] = middleOf(nodesOf(definition), positionOf);
  const shift = [middle[0] - innerX, middle[1] - innerY] as const;
  const pasted = pasteNodes(document, fragment, middle);
  const placed = new Map(nodesOf(definition).map((node, i) => [String(node.id), [...pasted.ids][i] ?? ""]));
  let next = pasted.document;
  const outside = ({ id: link }: Link) => pointsOf(document, link, "outside", [0, 0]);
  const inside = ({ id: link }: Link) => pointsOf(definition, link, "inside", shift);
  const points = new Map<string, Id>(reroutesOf(document).map(({ id: point }) => [`outside ${point}`, point]));
  const link = (
    { from, slot }: Pick<Link, "from" | "slot">,
    to: Id,
    input: string | undefined,
    way: readonly Point[],
  ): void => {
    if (input !== undefined) next = tie(next, { from, slot, to, input }, way, points, types);
  };
  const newId = (old: Id): Id => numeric(placed.get(String(old)) ?? "");

  next = giveValues(next, instance, document, types, (old) => placed.get(old));
  const outer = linksOf(document);
  const sourceOf = (port: number) => {
    const name = portsOf(definition, "inputs")[port]?.name;
    const at = instance.inputs?.findIndex((slot) => slot.name === name) ?? -1;
    return outer.find(({ to, toSlot }) => String(to) === String(id) && toSlot === at);
  };
  for (const each of inner) {
    const { from, slot, to, toSlot } = each;
    const source = String(from) === inputEnd ? sourceOf(slot) : undefined;
    if (source === undefined || String(to) === outputEnd) continue;
    const input = nodeOf(definition, to)?.inputs?.[toSlot]?.name;
    link(source, newId(to), input, [...outside(source), ...inside(each)]);
  }
  for (const leaving of outer) {
    if (String(leaving.from) !== String(id)) continue;
    const end = inner.find(({ to, toSlot }) => String(to) === outputEnd && toSlot === leaving.slot);
    const input = nodeOf(document, leaving.to)?.inputs?.[leaving.toSlot]?.name;
    if (end === undefined) continue;
    next = dropLinks(next, new Set([String(leaving.id)]));
    const way = [...inside(end), ...outside(leaving)];
    if (String(end.from) !== inputEnd) {
      link({ from: newId(end.from), slot: end.slot }, leaving.to, input, way);
      continue;
    }
    const source = sourceOf(end.slot);
    if (source !== undefined) link(source, leaving.to, input, [...outside(source), ...way]);
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
