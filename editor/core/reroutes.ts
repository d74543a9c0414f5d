import { isObject, type JsonObject } from "../../runtime/workflow/file/json.ts";
import { type Id, type Pair, pairOf, type WorkflowDocument } from "./document.ts";
import { isObjectForm } from "./links.ts";

/** A point that links are drawn through on their way. */
export interface Reroute {
  readonly id: Id;
  /** The point before it, towards the output; null for the first one. */
  readonly parent: Id | null;
  readonly position: Pair;
  readonly links: readonly Id[];
}

/** A piece of the way of a link: the one that ends at a reroute, or the last one, that ends at the input. */
export type Piece = { readonly link: Id; readonly reroute: Id | null };

export function reroutesOf(document: WorkflowDocument): readonly Reroute[] {
  return rowsOf(document).flatMap((row) => {
    if (!isId(row.id)) return [];
    const links = Array.isArray(row.linkIds) ? row.linkIds.filter(isId) : [];
    return [{ id: row.id, parent: isId(row.parentId) ? row.parentId : null, position: pairOf(row.pos, [0, 0]), links }];
  });
}

/** The last reroute of each link that has one, by the link's id. */
export function lastReroutes(document: WorkflowDocument): ReadonlyMap<string, Id> {
  const rows = isObjectForm(document) ? rawLinks(document) : extraRows(document, "linkExtensions");
  return new Map(
    rows.flatMap((row): [string, Id][] =>
      isObject(row) && isId(row.parentId) ? [[String(row.id), row.parentId]] : [],
    ),
  );
}

/** The reroutes of a link in its direction. `byId` has all of them, `last` is the one before the input. */
export function wayOf(last: Id | undefined, byId: ReadonlyMap<string, Reroute>): readonly Reroute[] {
  const way: Reroute[] = [];
  let next = last === undefined ? undefined : byId.get(String(last));
  while (next !== undefined && !way.includes(next)) {
    way.unshift(next);
    next = next.parent === null ? undefined : byId.get(String(next.parent));
  }
  return way;
}

/** The document with another last reroute of a link; undefined for a link that goes straight. */
export function withLastReroute(document: WorkflowDocument, link: Id, last: Id | undefined): WorkflowDocument {
  const isIt = (row: unknown): row is JsonObject => isObject(row) && String(row.id) === String(link);
  if (isObjectForm(document)) {
    const before = rawLinks(document);
    if (!before.some((row) => isIt(row) && row.parentId !== last)) return document;
    return { ...document, links: before.map((row) => (isIt(row) ? withParent(row, last) : row)) };
  }
  const rows = extraRows(document, "linkExtensions");
  const found = rows.find(isIt);
  if (found?.parentId === last) return document;
  const others = rows.filter((row) => row !== found);
  const next =
    last === undefined
      ? others
      : found === undefined
        ? [...rows, { id: numberOr(link), parentId: last }]
        : rows.map((row) => (row === found ? { ...row, parentId: last } : row));
  return withExtra(document, "linkExtensions", next);
}

export function withParent(row: JsonObject, parent: unknown): JsonObject {
  const { parentId: _, ...rest } = row;
  return parent === undefined ? rest : { ...row, parentId: parent };
}

/** Reroutes as they are written: in files of litegraph 0.4 in `extra`, in others beside the nodes. */
export function rowsOf(document: WorkflowDocument): readonly JsonObject[] {
  if (!isObjectForm(document)) return extraRows(document, "reroutes");
  return Array.isArray(document.reroutes) ? document.reroutes.filter(isObject) : [];
}

export function withRows(document: WorkflowDocument, rows: readonly JsonObject[]): WorkflowDocument {
  return isObjectForm(document) ? { ...document, reroutes: rows } : withExtra(document, "reroutes", rows);
}

function extraRows(document: WorkflowDocument, key: "reroutes" | "linkExtensions"): readonly JsonObject[] {
  const rows = isObject(document.extra) ? document.extra[key] : null;
  return Array.isArray(rows) ? rows.filter(isObject) : [];
}

function withExtra(document: WorkflowDocument, key: string, rows: readonly JsonObject[]): WorkflowDocument {
  return { ...document, extra: { ...(isObject(document.extra) ? document.extra : {}), [key]: rows } };
}

function rawLinks(document: WorkflowDocument): readonly unknown[] {
  return Array.isArray(document.links) ? document.links : [];
}

function numberOr(id: Id): Id {
  return typeof id === "string" && /^\d+$/.test(id) ? Number(id) : id;
}

export function isId(value: unknown): value is Id {
  return typeof value === "number" || typeof value === "string";
}
