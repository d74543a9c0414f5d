import type { Id, Pair, WorkflowDocument } from "../document.ts";
import { connectThrough } from "../edits/connect-through.ts";
import { connect, type Ends } from "../edits/links.ts";
import { addReroute } from "../edits/reroutes.ts";
import { linksOf } from "../links.ts";
import type { NodeTypes } from "../node-type.ts";
import { lastReroutes, reroutesOf, wayOf } from "../reroutes.ts";

/** A point that a link is to go through. Links with a point of the same key share it. */
export interface Point {
  readonly key: string;
  readonly position: Pair;
}

/** The points of a link in its direction, under keys that begin with `graph`, moved by `shift`. */
export function pointsOf(document: WorkflowDocument, link: Id, graph: string, [across, down]: Pair): readonly Point[] {
  const byId = new Map(reroutesOf(document).map((each) => [String(each.id), each]));
  return wayOf(lastReroutes(document).get(String(link)), byId).map(({ id, position: [x, y] }) => ({
    key: `${graph} ${id}`,
    position: [x + across, y + down],
  }));
}

/**
 * Links an output to an input through points. `known` has the reroutes that there are for keys; those that it lacks, or
 * that are gone, are made and noted in it.
 */
export function tie(
  document: WorkflowDocument,
  ends: Ends,
  way: readonly Point[],
  known: Map<string, Id>,
  types: NodeTypes,
): WorkflowDocument {
  const there = new Set(reroutesOf(document).map(({ id }) => String(id)));
  const isThere = ({ key }: Point) => there.has(String(known.get(key)));
  const firstNew = way.findIndex((point) => !isThere(point));
  const shared = firstNew < 0 ? way.length : firstNew;
  const last = known.get(way[shared - 1]?.key ?? "");
  const tied = last === undefined ? connect(document, ends, types) : connectThrough(document, ends, last, types);
  const link = linksOf(tied).at(-1)?.id;
  if (tied === document || link === undefined) return tied;
  return way.slice(shared).reduce((next, { key, position }) => {
    const led = addReroute(next, { link, reroute: null }, position);
    const made = lastReroutes(led).get(String(link));
    if (made !== undefined) known.set(key, made);
    return led;
  }, tied);
}
