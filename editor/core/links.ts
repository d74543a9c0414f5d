import { isObject } from "../../runtime/workflow/file/json.ts";
import { counterOf, type DocNode, type Id, nextId, type WorkflowDocument, withCounter } from "./document.ts";

/** A link of a file, whichever of the two ways it is written. */
export interface Link {
  readonly id: Id;
  readonly from: Id;
  readonly slot: number;
  readonly to: Id;
  readonly toSlot: number;
  readonly type: string;
}

export function linksOf(document: WorkflowDocument): readonly Link[] {
  return Array.isArray(document.links) ? document.links.flatMap((raw) => linkOf(raw) ?? []) : [];
}

function linkOf(raw: unknown): Link | null {
  if (Array.isArray(raw)) {
    const [id, from, slot, to, toSlot, type] = raw;
    return { id, from, slot, to, toSlot, type: String(type ?? "*") };
  }
  if (!isObject(raw)) return null;
  const { id, origin_id, origin_slot, target_id, target_slot, type } = raw as Readonly<Record<string, never>>;
  if (id === undefined || origin_id === undefined || target_id === undefined) return null;
  return { id, from: origin_id, slot: origin_slot ?? 0, to: target_id, toSlot: target_slot ?? 0, type: String(type) };
}

/** The document with these links: what did not change stays as it was written. */
export function withLinks(document: WorkflowDocument, links: readonly Link[]): WorkflowDocument {
  const raw = Array.isArray(document.links) ? document.links : [];
  const isObjects = isObjectForm(document);
  const written = new Map(
    raw.flatMap((each) => {
      const link = linkOf(each);
      return link === null ? [] : [[String(link.id), { link, each }] as const];
    }),
  );
  const next = links.map((link) => {
    const before = written.get(String(link.id));
    if (before !== undefined && isSame(before.link, link)) return before.each;
    return isObjects ? { ...(isObject(before?.each) ? before.each : {}), ...asObject(link) } : asArray(link);
  });
  return { ...document, links: next };
}

/** Are links written as objects? They are lists in files of litegraph 0.4, objects in newer ones and in every subgraph. */
export function isObjectForm(document: WorkflowDocument): boolean {
  if (Array.isArray(document.links) && document.links.length > 0) return isObject(document.links[0]);
  return document.version === 1 || "inputNode" in document;
}

/** A link id that is free, and the document that knows it is taken. */
export function takeLinkId(document: WorkflowDocument): { readonly id: number; readonly document: WorkflowDocument } {
  const id = nextId(
    counterOf(document, "last_link_id"),
    linksOf(document).map((link) => link.id),
  );
  return { id, document: withCounter(document, "last_link_id", id) };
}

/** The link that ends at an input of a node. */
export function linkInto(document: WorkflowDocument, node: DocNode, input: string): Link | undefined {
  const slot = node.inputs?.findIndex(({ name }) => name === input) ?? -1;
  return linksOf(document).find((link) => String(link.to) === String(node.id) && link.toSlot === slot);
}

function isSame(a: Link, b: Link): boolean {
  return a.from === b.from && a.slot === b.slot && a.to === b.to && a.toSlot === b.toSlot && a.type === b.type;
}

function asArray({ id, from, slot, to, toSlot, type }: Link): readonly unknown[] {
  return [id, from, slot, to, toSlot, type];
}

function asObject({ id, from, slot, to, toSlot, type }: Link) {
  return { id, origin_id: from, origin_slot: slot, target_id: to, target_slot: toSlot, type };
}
