import { isObject, type JsonObject } from "../../../runtime/workflow/file/json.ts";
import { type Id, nextId, type Pair, type WorkflowDocument } from "../document.ts";
import { linksOf } from "../links.ts";
import {
  isId,
  lastReroutes,
  type Piece,
  reroutesOf,
  rowsOf,
  withLastReroute,
  withParent,
  withRows,
} from "../reroutes.ts";

/** Leads a piece of a link, and of all links that share it, through a new point. */
export function addReroute(document: WorkflowDocument, { link, reroute }: Piece, at: Pair): WorkflowDocument {
  const all = reroutesOf(document);
  const after = all.find(({ id }) => id === reroute);
  if (linksOf(document).every(({ id }) => String(id) !== String(link))) return document;
  const id = freeRerouteId(document);
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
  const written = withRows(counted(document, id), [...rows, row]);
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

/** Leads links of one graph through the points that they, under the ids given here by theirs, go through in another. */
export function copyReroutes(
  document: WorkflowDocument,
  source: WorkflowDocument,
  links: ReadonlyMap<string, Id>,
  [across, down]: Pair,
): WorkflowDocument {
  const used = reroutesOf(source).filter((reroute) => reroute.links.some((link) => links.has(String(link))));
  if (used.length === 0) return document;
  const first = freeRerouteId(document);
  const ids = new Map(used.map(({ id }, i) => [String(id), first + i]));
  const rows = used.map(({ parent, position: [x, y], links: own }, i): JsonObject => {
    const before = parent === null ? undefined : ids.get(String(parent));
    return {
      id: first + i,
      ...(before !== undefined && { parentId: before }),
      pos: [Math.round(x + across), Math.round(y + down)],
      linkIds: own.flatMap((link) => links.get(String(link)) ?? []),
    };
  });
  const written = withRows(counted(document, first + used.length - 1), [...rowsOf(document), ...rows]);
  return [...lastReroutes(source)].reduce((next, [link, last]) => {
    const [mine, through] = [links.get(link), ids.get(String(last))];
    return mine === undefined || through === undefined ? next : withLastReroute(next, String(mine), through);
  }, written);
}

/** Leads links that were taken out and written anew through the points that they went through before, in the same graph. */
export function restoreReroutes(
  document: WorkflowDocument,
  before: WorkflowDocument,
  links: ReadonlySet<string>,
): WorkflowDocument {
  const own = ({ linkIds }: JsonObject) =>
    Array.isArray(linkIds) ? linkIds.filter((id) => links.has(String(id))) : [];
  const wanted = rowsOf(before).filter((row) => own(row).length > 0);
  if (wanted.length === 0) return document;
  // A point that other links go through is still there.
  const present = new Map(rowsOf(document).map((row) => [String(row.id), row]));
  for (const row of wanted) {
    const now = present.get(String(row.id));
    const linkIds = [...(Array.isArray(now?.linkIds) ? now.linkIds : []), ...own(row)];
    present.set(String(row.id), { ...(now ?? row), linkIds });
  }
  const written = withRows(document, [...present.values()]);
  return [...lastReroutes(before)].reduce(
    (next, [link, last]) => (links.has(link) ? withLastReroute(next, link, last) : next),
    written,
  );
}

function freeRerouteId(document: WorkflowDocument): number {
  return nextId(
    isObject(document.state) ? document.state.lastRerouteId : 0,
    reroutesOf(document).map(({ id }) => id),
  );
}

function counted(document: WorkflowDocument, lastRerouteId: number): WorkflowDocument {
  return isObject(document.state) ? { ...document, state: { ...document.state, lastRerouteId } } : document;
}
