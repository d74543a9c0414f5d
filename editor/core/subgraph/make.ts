import type { JsonObject } from "../../../runtime/workflow/file/json.ts";
import { definitionsOf, withDefinitions } from "../definitions.ts";
import {
  counterOf,
  type DocGroup,
  type DocNode,
  type DocSlot,
  type Id,
  nodeOf,
  nodesOf,
  positionOf,
  sizeOf,
  type WorkflowDocument,
  withCounter,
} from "../document.ts";
import { groupsAround, withoutGroups } from "../edits/groups.ts";
import { dropLinks } from "../edits/links.ts";
import { freeNodeId, middleOf, removeNodes, withoutEnds } from "../edits/nodes.ts";
import { copyReroutes, restoreReroutes } from "../edits/reroutes.ts";
import { type Link, linksOf, withLinks } from "../links.ts";
import { METRICS } from "../node-size.ts";
import { freeName, isBorder } from "./border.ts";
import { newInstance } from "./new-instance.ts";

/** Room between the nodes of a new subgraph and its ends, and the size of these, in units of the graph. */
const ASIDE = 80;
const END_WIDTH = 180;

export interface Made {
  readonly document: WorkflowDocument;
  /** The instance that stands where the nodes were; null when there was nothing to make it of. */
  readonly id: number | null;
}

/** One port of a subgraph that is to be, with the links through it. */
interface Port {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly links: readonly Link[];
}

/**
 * Makes nodes into a subgraph, and puts an instance of it where they were. Each output from which links lead in becomes
 * one input, each inner output from which links lead out one output. `makeId` gives ids for the definition and its ports.
 */
export function makeSubgraph(
  document: WorkflowDocument,
  chosen: ReadonlySet<string>,
  name: string,
  makeId: () => string,
): Made {
  const ids = withoutEnds(document, chosen);
  const nodes = nodesOf(document).filter(({ id }) => ids.has(String(id)));
  if (nodes.length === 0) return { document, id: null };
  const isIn = (id: Id) => ids.has(String(id));
  const links = linksOf(document);
  const inside = links.filter(({ from, to }) => isIn(from) && isIn(to));
  const entering = links.filter(({ from, to }) => !isIn(from) && isIn(to));
  const leaving = links.filter(({ from, to }) => isIn(from) && !isIn(to));
  const inputs = portsOfLinks(entering, (link) => nodeOf(document, link.to)?.inputs?.[link.toSlot], makeId);
  const outputs = portsOfLinks(leaving, (link) => nodeOf(document, link.from)?.outputs?.[link.slot], makeId);

  const id = freeNodeId(document);
  const groups = groupsAround(document, ids);
  const definition = define({ id: makeId(), name, nodes, groups, inside, inputs, outputs, document });
  const instance = newInstance(definition, id, middleOf(nodes, positionOf), nodesOf(document).length);
  const through = [
    ...inputs.flatMap(({ links: [first] }, slot) => (first === undefined ? [] : [{ ...first, to: id, toSlot: slot }])),
    ...outputs.flatMap(({ links: all }, slot) => all.map((link) => ({ ...link, from: id, slot }))),
  ];
  const without = withoutGroups(removeNodes(document, ids), groups);
  const counted = withCounter(without, "last_node_id", id);
  const placed = { ...counted, nodes: atEnd(nodesOf(counted), instance) };
  const linked = through.reduce(restoreLink, withDefinitions(placed, [definition]));
  return { document: restoreReroutes(linked, document, new Set(through.map((link) => String(link.id)))), id };
}

/** A new node goes behind all others, before the end where outputs leave. */
function atEnd(nodes: readonly DocNode[], node: DocNode): readonly DocNode[] {
  const last = nodes.at(-1);
  return last !== undefined && isBorder(last) ? [...nodes.slice(0, -1), node, last] : [...nodes, node];
}

/** Writes a link under the id that it has, at both of its ends too. */
function restoreLink(document: WorkflowDocument, link: Link): WorkflowDocument {
  const clean = dropLinks(document, new Set([String(link.id)]));
  const nodes = nodesOf(clean).map((node): DocNode => {
    const asSource = String(node.id) === String(link.from) ? withOutputLink(node, link) : node;
    return String(node.id) === String(link.to) ? withInputLink(asSource, link) : asSource;
  });
  return withLinks({ ...clean, nodes }, [...linksOf(clean), link]);
}

function withOutputLink(node: DocNode, { slot, id }: Link): DocNode {
  const outputs = node.outputs?.map((each, i) => (i === slot ? { ...each, links: [...(each.links ?? []), id] } : each));
  return { ...node, outputs: outputs ?? [] };
}

function withInputLink(node: DocNode, { toSlot, id }: Link): DocNode {
  return { ...node, inputs: node.inputs?.map((each, i) => (i === toSlot ? { ...each, link: id } : each)) ?? [] };
}

/** Links from one output share a port, called like the slot inside. */
function portsOfLinks(
  links: readonly Link[],
  inner: (link: Link) => DocSlot | undefined,
  makeId: () => string,
): readonly Port[] {
  const groups = new Map<string, Link[]>();
  for (const link of links) {
    const key = `${link.from} ${link.slot}`;
    groups.set(key, [...(groups.get(key) ?? []), link]);
  }
  const names = new Set<string>();
  return [...groups.values()].map((group): Port => {
    const [first] = group;
    const slot = first === undefined ? undefined : inner(first);
    const name = freeName(slot?.name ?? "value", names);
    names.add(name);
    return { id: makeId(), name, type: first?.type ?? "*", links: group };
  });
}

function define({
  id,
  name,
  nodes,
  groups,
  inside,
  inputs,
  outputs,
  document,
}: {
  readonly id: string;
  readonly name: string;
  readonly nodes: readonly DocNode[];
  readonly groups: readonly DocGroup[];
  readonly inside: readonly Link[];
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly document: WorkflowDocument;
}): JsonObject {
  const [left, top, right] = bounds(nodes);
  const entering = inputs.flatMap(({ links }, slot) => links.map((link) => ({ ...link, from: -10, slot })));
  const leaving = outputs.flatMap(({ links: [first] }, toSlot) =>
    first === undefined ? [] : [{ ...first, to: -20, toSlot }],
  );
  const links = [...inside, ...entering, ...leaving];
  const kept = new Set(links.map((link) => String(link.id)));
  const outgoing = new Map(leaving.map((link) => [`${link.from} ${link.slot}`, link.id]));
  const inner = nodes.map(
    (node): DocNode => ({
      ...node,
      ...(node.outputs && {
        outputs: node.outputs.map((slot, i) => {
          const own = (slot.links ?? []).filter((link) => kept.has(String(link)) && !isLeaving(link, leaving));
          const out = outgoing.get(`${node.id} ${i}`);
          return { ...slot, links: out === undefined ? own : [...own, out] };
        }),
      }),
    }),
  );
  const port = ({ id: portId, name: portName, type }: Port, linkIds: readonly Id[]) => ({
    id: portId,
    name: portName,
    type,
    linkIds,
  });
  const tall = (count: number) => METRICS.title + (count + 1) * METRICS.slot + METRICS.bottom;
  const graph = {
    id,
    version: 1,
    state: {
      lastGroupId: 0,
      lastNodeId: largest(
        nodes.map((node) => node.id),
        counterOf(document, "last_node_id"),
      ),
      lastLinkId: largest(
        links.map((link) => link.id),
        counterOf(document, "last_link_id"),
      ),
      lastRerouteId: 0,
    },
    revision: 0,
    config: {},
    name,
    inputNode: { id: -10, bounding: [left - END_WIDTH - ASIDE, top, END_WIDTH, tall(inputs.length)] },
    outputNode: { id: -20, bounding: [right + ASIDE, top, END_WIDTH, tall(outputs.length)] },
    inputs: inputs.map((each) =>
      port(
        each,
        each.links.map((link) => link.id),
      ),
    ),
    outputs: outputs.map((each) =>
      port(
        each,
        each.links.slice(0, 1).map((link) => link.id),
      ),
    ),
    widgets: [],
    nodes: inner,
    groups,
    links: links.map((link) => ({
      id: link.id,
      origin_id: link.from,
      origin_slot: link.slot,
      target_id: link.to,
      target_slot: link.toSlot,
      type: link.type,
    })),
    extra: {},
  };
  return copyReroutes(graph, document, same(inside), [0, 0]);
}

/** Links that keep their ids. */
function same(links: readonly Link[]): ReadonlyMap<string, Id> {
  return new Map(links.map(({ id }) => [String(id), id]));
}

function isLeaving(id: Id, leaving: readonly Link[]): boolean {
  return leaving.some((link) => link.id === id);
}

function bounds(nodes: readonly DocNode[]): readonly [number, number, number] {
  const boxes = nodes.map((node) => [...positionOf(node), ...sizeOf(node)] as const);
  const left = Math.min(...boxes.map(([x]) => x));
  const top = Math.min(...boxes.map(([, y]) => y));
  return [left, top, Math.max(...boxes.map(([x, , width]) => x + width))];
}

function largest(ids: readonly Id[], declared: unknown): number {
  const numbers = [...ids, declared].filter((id) => typeof id === "number");
  return Math.max(0, ...numbers);
}

/** A name for a new subgraph that no other in the file has. */
export function freeTitle(document: WorkflowDocument, title: string): string {
  const taken = new Set(definitionsOf(document).map(({ name }) => String(name)));
  if (!taken.has(title)) return title;
  for (let i = 2; ; i++) if (!taken.has(`${title} ${i}`)) return `${title} ${i}`;
}
