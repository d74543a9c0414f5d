import { isObject, type JsonObject } from "../../../runtime/workflow/file/json.ts";
import { type DocNode, type DocSlot, type Id, nodesOf, pairOf, type WorkflowDocument } from "../document.ts";
import { linksOf } from "../links.ts";

/** The two ends of a subgraph: where what comes from outside begins, and where what goes outside ends. */
export type Side = "inputs" | "outputs";

const TYPES: { readonly [S in Side]: string } = { inputs: "border/inputs", outputs: "border/outputs" };
const IDS: { readonly [S in Side]: number } = { inputs: -10, outputs: -20 };
const ENDS = { inputs: "inputNode", outputs: "outputNode" } as const;

/** The name of the slot that a new port is made from. */
export const NEW_PORT = "+";

/** A port seen from inside: as a slot of an end, with what the definition says of it. A new one has no such row yet. */
export interface PortSlot extends DocSlot {
  readonly port?: JsonObject;
}

/** Which end of a subgraph a node is; null for a node that a file has. */
export function sideOf({ type }: Pick<DocNode, "type">): Side | null {
  return type === TYPES.inputs ? "inputs" : type === TYPES.outputs ? "outputs" : null;
}

export function isBorder(node: Pick<DocNode, "type">): boolean {
  return sideOf(node) !== null;
}

/** The ports of a definition, as they are written. */
export function portsOf(definition: JsonObject, side: Side): readonly JsonObject[] {
  const ports = definition[side];
  return Array.isArray(ports) ? ports.filter(isObject) : [];
}

export function endId(definition: JsonObject, side: Side): Id {
  const end = definition[ENDS[side]];
  const id = isObject(end) ? end.id : undefined;
  return typeof id === "number" || typeof id === "string" ? id : IDS[side];
}

/** The slots of an end, the one for a new port last. */
export function portSlots(node: DocNode): readonly PortSlot[] {
  return (sideOf(node) === "inputs" ? node.outputs : node.inputs) ?? [];
}

/**
 * The graph inside of a definition as a document of its own: its two ends are nodes like others, so that whatever can
 * be done to nodes and links can be done to them. `file` gives the definitions that lie around it.
 */
export function openGraph(definition: JsonObject, file: WorkflowDocument): WorkflowDocument {
  const nodes = [endNode(definition, "inputs"), ...nodesOf(definition), endNode(definition, "outputs")];
  return { ...definition, nodes, definitions: file.definitions };
}

function endNode(definition: JsonObject, side: Side): DocNode {
  const id = endId(definition, side);
  const [pos, size] = placeOf(definition, side);
  const slots = portsOf(definition, side).map((port, i): PortSlot => {
    const { linkIds: _, pos: __, ...rest } = port;
    const name = String(port.name ?? i);
    const type = String(port.type ?? "*");
    const links = linksOf(definition).filter((link) =>
      side === "inputs" ? link.from === id && link.slot === i : link.to === id && link.toSlot === i,
    );
    const ids = links.map((link) => link.id);
    return { ...rest, name, type, port, ...(side === "inputs" ? { links: ids } : { link: ids[0] ?? null }) };
  });
  const empty = { name: NEW_PORT, type: "*", ...(side === "inputs" ? { links: [] } : { link: null }) };
  const all = [...slots, empty];
  return {
    id,
    type: TYPES[side],
    pos,
    size,
    flags: {},
    mode: 0,
    inputs: side === "inputs" ? [] : all,
    outputs: side === "inputs" ? all : [],
  };
}

/** An end without a place stands beside all nodes. */
function placeOf(definition: JsonObject, side: Side): readonly [readonly number[], readonly number[]] {
  const end = definition[ENDS[side]];
  const bounding = isObject(end) && Array.isArray(end.bounding) ? end.bounding : null;
  if (bounding?.length === 4 && bounding.every((each) => typeof each === "number"))
    return [bounding.slice(0, 2), bounding.slice(2)];
  const nodes = nodesOf(definition);
  const xs = nodes.map((node) => pairOf(node.pos, [0, 0])[0]);
  const ys = nodes.map((node) => pairOf(node.pos, [0, 0])[1]);
  const right = nodes.map((node) => pairOf(node.pos, [0, 0])[0] + pairOf(node.size, [240, 100])[0]);
  const x = side === "inputs" ? Math.min(0, ...xs) - 260 : Math.max(0, ...right) + 80;
  return [
    [x, ys.length === 0 ? 0 : Math.min(...ys)],
    [180, 60],
  ];
}

/** For each port of a definition after an edit, its place before; null for a new one. */
export interface PortMoves {
  readonly inputs: readonly (number | null)[];
  readonly outputs: readonly (number | null)[];
}

export interface Closed {
  readonly definition: JsonObject;
  readonly moves: PortMoves;
}

/** The definition after the graph that `openGraph` gave was edited: what did not change stays as it was written. */
export function closeGraph(
  definition: JsonObject,
  before: WorkflowDocument,
  after: WorkflowDocument,
  makeId: () => string,
): Closed {
  const { definitions: _, ...rest } = after;
  const inner = nodesOf(after).filter((node) => !isBorder(node));
  const old = nodesOf(definition);
  const isSame = inner.length === old.length && inner.every((node, i) => node === old[i]);
  let next: JsonObject = {
    ...rest,
    ...("definitions" in definition && { definitions: definition.definitions }),
    nodes: isSame ? definition.nodes : inner,
  };
  const moves: Record<Side, readonly (number | null)[]> = { inputs: [], outputs: [] };
  for (const side of ["inputs", "outputs"] as const) {
    const was = nodesOf(before).find((node) => sideOf(node) === side);
    const now = nodesOf(after).find((node) => sideOf(node) === side) ?? was;
    const ports = portsOf(definition, side);
    if (was === undefined || now === undefined || now === was) {
      moves[side] = ports.map((_port, i) => i);
      continue;
    }
    next = closeEnd(next, side, was, now, makeId);
    moves[side] = portsOf(next, side).map((_port, i) => {
      const at = ports.indexOf(portSlots(now)[i]?.port ?? {});
      return at < 0 ? null : at;
    });
  }
  return { definition: next, moves };
}

function closeEnd(graph: JsonObject, side: Side, was: DocNode, now: DocNode, makeId: () => string): JsonObject {
  const names = new Set(portSlots(now).flatMap(({ name, port }) => (port === undefined ? [] : [name])));
  const ports = portSlots(now).flatMap((slot): JsonObject[] => {
    if (slot.port !== undefined && portSlots(was).includes(slot)) return [slot.port];
    const linkIds = slot.links ?? (slot.link == null ? [] : [slot.link]);
    if (slot.port !== undefined) {
      const { label, ...port } = slot.port;
      const isRenamed = slot.name !== port.name;
      return [
        { ...port, ...(label !== undefined && !isRenamed && { label }), name: slot.name, type: slot.type, linkIds },
      ];
    }
    if (slot.name === NEW_PORT && linkIds.length === 0) return [];
    const far = farEnd(graph, side, linkIds[0]);
    const name = freeName(slot.name === NEW_PORT ? (far?.name ?? side) : slot.name, names);
    names.add(name);
    return [{ id: makeId(), name, type: slot.type === "*" ? (far?.type ?? "*") : slot.type, linkIds }];
  });
  const key = ENDS[side];
  const end = isObject(graph[key]) ? graph[key] : { id: IDS[side] };
  const isPlaced = now.pos !== was.pos || now.size !== was.size;
  const placed = isPlaced && {
    [key]: { ...end, bounding: [...pairOf(now.pos, [0, 0]), ...pairOf(now.size, [180, 60])] },
  };
  return { ...graph, [side]: ports, ...placed };
}

/** What a link from or to an end is tied to inside. */
function farEnd(graph: JsonObject, side: Side, id: Id | undefined): DocSlot | undefined {
  const link = linksOf(graph).find((each) => each.id === id);
  if (link === undefined) return undefined;
  const node = nodesOf(graph).find((each) => each.id === (side === "inputs" ? link.to : link.from));
  return side === "inputs" ? node?.inputs?.[link.toSlot] : node?.outputs?.[link.slot];
}

/** The name, with a number when it is taken. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let i = 2; ; i++) if (!taken.has(`${name}_${i}`)) return `${name}_${i}`;
}
