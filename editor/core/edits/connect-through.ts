import type { Id, WorkflowDocument } from "../document.ts";
import { linksOf } from "../links.ts";
import type { NodeTypes } from "../node-type.ts";
import { reroutesOf, rowsOf, wayOf, withLastReroute, withRows } from "../reroutes.ts";
import { connect, type Ends } from "./links.ts";

/** Links an output to an input by way of a reroute that links of that output go through. */
export function connectThrough(
  document: WorkflowDocument,
  ends: Ends,
  reroute: Id,
  types: NodeTypes,
): WorkflowDocument {
  const next = connect(document, ends, types);
  const made = linksOf(next).at(-1);
  const byId = new Map(reroutesOf(next).map((each) => [String(each.id), each]));
  const way = wayOf(reroute, byId).map(({ id }) => id);
  if (next === document || made === undefined || way.length === 0) return next;
  const rows = rowsOf(next).map((row) =>
    way.some((id) => id === row.id)
      ? { ...row, linkIds: [...(Array.isArray(row.linkIds) ? row.linkIds : []), made.id] }
      : row,
  );
  return withLastReroute(withRows(next, rows), made.id, way.at(-1));
}
