import { isObject, type JsonObject } from "../../runtime/workflow/file/json.ts";

/** The editor's file as it is: every key stays that nobody here knows. */
export type WorkflowDocument = JsonObject;

/** The id of a node, link or group in a file. */
export type Id = number | string;

export type Pair = readonly [number, number];

/** A slot of a node as a file has it. */
export interface DocSlot extends JsonObject {
  readonly name: string;
  readonly type: string;
  readonly link?: Id | null;
  readonly links?: readonly Id[] | null;
  readonly widget?: { readonly name: string } | null;
}

/** A node as a file has it. */
export interface DocNode extends JsonObject {
  readonly id: Id;
  readonly type: string;
  readonly title?: string;
  readonly mode?: number;
  readonly inputs?: readonly DocSlot[] | null;
  readonly outputs?: readonly DocSlot[] | null;
}

export interface DocGroup extends JsonObject {
  readonly title?: string;
  readonly bounding: readonly [number, number, number, number];
  readonly color?: string;
}

/** What a mode means; other numbers run always. */
export const MODES = { always: 0, muted: 2, bypassed: 4 } as const;

/** Key order is that of the shipped templates. */
export const emptyDocument: WorkflowDocument = {
  last_node_id: 0,
  last_link_id: 0,
  nodes: [],
  links: [],
  groups: [],
  config: {},
  extra: {},
  version: 0.4,
};

export function nodesOf(document: WorkflowDocument): readonly DocNode[] {
  return Array.isArray(document.nodes) ? document.nodes : [];
}

export function nodeOf(document: WorkflowDocument, id: Id): DocNode | undefined {
  return nodesOf(document).find((node) => String(node.id) === String(id));
}

export function groupsOf(document: WorkflowDocument): readonly DocGroup[] {
  return Array.isArray(document.groups) ? document.groups.filter((group) => Array.isArray(group?.bounding)) : [];
}

/** Old files write a position as an object of "0" and "1". */
export function pairOf(value: unknown, otherwise: Pair): Pair {
  const [x, y] = Array.isArray(value) ? value : isObject(value) ? [value[0], value[1]] : [];
  return typeof x === "number" && typeof y === "number" ? [x, y] : otherwise;
}

export function positionOf(node: DocNode): Pair {
  return pairOf(node.pos, [0, 0]);
}

export function sizeOf(node: DocNode): Pair {
  return pairOf(node.size, [240, 100]);
}

/** The document with some of its nodes changed; the same when none is. */
export function mapNodes(document: WorkflowDocument, change: (node: DocNode) => DocNode): WorkflowDocument {
  const before = nodesOf(document);
  const after = before.map(change);
  return after.every((node, i) => node === before[i]) ? document : { ...document, nodes: after };
}

/** The next free number for a node, link or group. */
export function nextId(declared: unknown, used: readonly unknown[]): number {
  const numbers = [declared, ...used].filter((id) => typeof id === "number" && Number.isSafeInteger(id)) as number[];
  return numbers.reduce((most, id) => Math.max(most, id), 0) + 1;
}

/** The document with a counter raised, wherever its version keeps it. */
export function withCounter(
  document: WorkflowDocument,
  counter: "last_node_id" | "last_link_id",
  value: number,
): WorkflowDocument {
  if (!isObject(document.state)) return { ...document, [counter]: value };
  const key = counter === "last_node_id" ? "lastNodeId" : "lastLinkId";
  return { ...document, state: { ...document.state, [key]: value } };
}

export function counterOf(document: WorkflowDocument, counter: "last_node_id" | "last_link_id"): unknown {
  if (!isObject(document.state)) return document[counter];
  return document.state[counter === "last_node_id" ? "lastNodeId" : "lastLinkId"];
}
