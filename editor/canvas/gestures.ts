import { type DocNode, groupsOf, type Id, nodeOf, type Pair, type WorkflowDocument } from "../core/document.ts";
import { connectThrough } from "../core/edits/connect-through.ts";
import { changeGroup } from "../core/edits/groups.ts";
import { connect, dropLinks } from "../core/edits/links.ts";
import { changeValues, patchNode } from "../core/edits/nodes.ts";
import { copyReroutes, moveReroute } from "../core/edits/reroutes.ts";
import { linksOf } from "../core/links.ts";
import type { NodeTypes } from "../core/node-type.ts";
import { nodeTypeOf } from "../core/subgraph/type-of.ts";
import type { Values } from "../core/values.ts";

/** What a hand can change on the canvas, as it stands at a moment. */
export interface Shape {
  readonly nodes: ReadonlyMap<string, NodeShape>;
  /** By the id that the canvas gave the link. */
  readonly links: ReadonlyMap<string, LinkShape>;
  readonly groups: readonly (readonly [number, number, number, number])[];
  readonly reroutes?: ReadonlyMap<string, Pair>;
}

export interface NodeShape {
  readonly id: Id;
  readonly position: Pair;
  readonly size: Pair;
  readonly isCollapsed: boolean;
  readonly values: Values | null;
}

export interface LinkShape {
  readonly from: Id;
  readonly slot: number;
  readonly to: Id;
  readonly input: string;
  /** The reroute that it was dragged out of. */
  readonly through?: Id;
}

/** Writes into a document what changed on the canvas between two moments; everything else stays as it was written. */
export function applyGestures(
  document: WorkflowDocument,
  before: Shape,
  after: Shape,
  types: NodeTypes,
): WorkflowDocument {
  let next = document;
  for (const [key, node] of after.nodes) {
    const old = before.nodes.get(key);
    if (old !== undefined) next = applyNode(next, old, node, types);
  }
  const gone = [...before.links].filter(([id, link]) => !isSameLink(after.links.get(id), link));
  if (gone.length > 0) next = dropLinks(next, new Set(gone.map(([id]) => id)));
  for (const [id, link] of after.links) {
    if (isSameLink(before.links.get(id), link)) continue;
    if (link.through !== undefined) {
      next = connectThrough(next, link, link.through, types);
      continue;
    }
    next = connect(next, link, types);
    const moved = gone.find(([, { from, slot }]) => from === link.from && slot === link.slot);
    const made = linksOf(next).at(-1);
    if (moved !== undefined && made !== undefined)
      next = copyReroutes(next, document, new Map([[moved[0], made.id]]), [0, 0]);
  }
  for (const [id, position] of after.reroutes ?? []) {
    const old = before.reroutes?.get(id);
    if (old !== undefined && !isSamePair(old, position)) next = moveReroute(next, id, position);
  }
  after.groups.forEach((bounding, i) => {
    const old = before.groups[i];
    if (old === undefined || old.every((value, side) => value === bounding[side])) return;
    if (groupsOf(next)[i] !== undefined)
      next = changeGroup(next, i, (group) => ({ ...group, bounding: rounded(bounding) }));
  });
  return next;
}

/** True when the canvas must be filled anew after a gesture, since ids of links are given by the document. */
export function hasNewLinks(before: Shape, after: Shape): boolean {
  if (before.links.size !== after.links.size) return true;
  return [...after.links].some(([id, link]) => !isSameLink(before.links.get(id), link));
}

function applyNode(
  document: WorkflowDocument,
  before: NodeShape,
  after: NodeShape,
  types: NodeTypes,
): WorkflowDocument {
  const patch: Record<string, unknown> = {};
  if (!isSamePair(before.position, after.position)) patch.pos = after.position.map(Math.round);
  if (!isSamePair(before.size, after.size)) patch.size = after.size.map(Math.round);
  if (before.isCollapsed !== after.isCollapsed)
    patch.flags = foldedFlags(nodeOf(document, after.id), after.isCollapsed);
  const moved = Object.keys(patch).length === 0 ? document : patchNode(document, after.id, patch);
  const node = nodeOf(moved, after.id);
  const { values } = after;
  if (values === null || values === before.values || node === undefined) return moved;
  const type = nodeTypeOf(node, moved, types);
  if (type === undefined) return moved;
  return changeValues(moved, after.id, type, () => values);
}

function foldedFlags(node: DocNode | undefined, collapsed: boolean): unknown {
  const { collapsed: _, ...flags } = (node?.flags ?? {}) as Readonly<Record<string, unknown>>;
  return collapsed ? { ...flags, collapsed } : flags;
}

function isSamePair(a: Pair, b: Pair): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

function isSameLink(a: LinkShape | undefined, b: LinkShape): boolean {
  return a !== undefined && a.from === b.from && a.slot === b.slot && a.to === b.to && a.input === b.input;
}

function rounded(bounding: readonly [number, number, number, number]): readonly [number, number, number, number] {
  const [x, y, width, height] = bounding;
  return [Math.round(x), Math.round(y), Math.round(width), Math.round(height)];
}
