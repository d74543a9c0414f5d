import { isObject, type JsonObject } from "../../runtime/workflow/file/json.ts";
import { type Id, nextId, type Pair, pairOf, type WorkflowDocument } from "./document.ts";
import { isObjectForm, linksOf } from "./links.ts";

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

/** Leads a piece of a link, and of all links that share it, through a new point. */
export function addReroute(document: WorkflowDocument, { link, reroute }: Piece, at: Pair): WorkflowDocument {
  const all = reroutesOf(document);
  const after = all.find(({ id }) => id === reroute);
  if (linksOf(document).every(({ id }) => String(id) !== String(link))) return document;
  const id = nextId(
    isObject(document.state) ? document.state.lastRerouteId : 0,
    all.map((each) => each.id),
  );
  const parent = after === undefined ? lastReroutes(document).get(String(link)) : (after.parent ?? undefined);
  const links =
    after?.links ?? linksOf(document).flatMap((each) => (String(each.id) === String(link) ? [each.id] : []));
  const row = {
    id,
    ...(parent !== undefined && { parentId: parent }),
    pos: [Math.round(at[0]), Math.round(at[1])],
    linkIds: links,
  };
  const rows = rowsOf(document).map((each) =>
    after !== undefined && each.id === after.id ? { ...each, parentId: id } : each,
  );
  const counted = isObject(document.state)
    ? { ...document, state: { ...document.state, lastRerouteId: id } }
    : document;
  const written = withRows(counted, [...rows, row]);
  return after === undefined ? withLastReroute(written, link, id) : written;
}

export function moveReroute(document: WorkflowDocument, id: Id, [x, y]: Pair): WorkflowDocument {
  const pos = [Math.round(x), Math.round(y)];
  return withRows(
    document,
    rowsOf(document).map((row) => (String(row.id) === String(id) ? { ...row, pos } : row)),
  );
}

/** Takes points out; links go on from the one before to the one after. */
export function removeReroutes(document: WorkflowDocument, ids: ReadonlySet<string>): WorkflowDocument {
  const rows = rowsOf(document);
  const parents = new Map(rows.map((row) => [String(row.id), row.parentId]));
  const isGone = (id: unknown) => isId(id) && ids.has(String(id));
  if (!rows.some(({ id }) => isGone(id))) return document;
  const beyond = (id: unknown): unknown => {
    const seen = new Set<unknown>();
    let next = id;
    while (isGone(next) && !seen.has(next)) {
      seen.add(next);
      next = parents.get(String(next));
    }
    return isGone(next) ? undefined : next;
  };
  const kept = rows.flatMap((row) => {
    if (isGone(row.id)) return [];
    return [isGone(row.parentId) ? withParent(row, beyond(row.parentId)) : row];
  });
  const before = lastReroutes(document);
  return [...before].reduce(
    (next, [link, last]) => {
      if (!isGone(last)) return next;
      const parent = beyond(last);
      return withLastReroute(next, link, isId(parent) ? parent : undefined);
    },
    withRows(document, kept),
  );
}

/** After links were taken out: they are forgotten by their reroutes, and what no link goes through any more goes too. */
export function forgetLinks(document: WorkflowDocument, links: ReadonlySet<string>): WorkflowDocument {
  const rows = rowsOf(document);
  const isGone = (id: unknown) => links.has(String(id));
  const touched = rows.filter(({ linkIds }) => Array.isArray(linkIds) && linkIds.some(isGone));
  if (touched.length === 0) return document;
  const left = (row: JsonObject) => (Array.isArray(row.linkIds) ? row.linkIds.filter((id) => !isGone(id)) : []);
  const written = withRows(
    document,
    rows.map((row) => (touched.includes(row) ? { ...row, linkIds: left(row) } : row)),
  );
  const clean = [...links].reduce((next, link) => withLastReroute(next, link, undefined), written);
  const empty = touched.filter((row) => left(row).length === 0 && row.floating === undefined);
  return removeReroutes(clean, new Set(empty.map(({ id }) => String(id))));
}

function withLastReroute(document: WorkflowDocument, link: Id, last: Id | undefined): WorkflowDocument {
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

function withParent(row: JsonObject, parent: unknown): JsonObject {
  const { parentId: _, ...rest } = row;
  return parent === undefined ? rest : { ...row, parentId: parent };
}

/** Files of litegraph 0.4 keep reroutes in `extra`, others beside the nodes. */
function rowsOf(document: WorkflowDocument): readonly JsonObject[] {
  if (!isObjectForm(document)) return extraRows(document, "reroutes");
  return Array.isArray(document.reroutes) ? document.reroutes.filter(isObject) : [];
}

function withRows(document: WorkflowDocument, rows: readonly JsonObject[]): WorkflowDocument {
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

function isId(value: unknown): value is Id {
  return typeof value === "number" || typeof value === "string";
}
