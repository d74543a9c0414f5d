import {
  type DocGroup,
  type DocNode,
  groupsOf,
  nextId,
  positionOf,
  sizeOf,
  type WorkflowDocument,
} from "../document.ts";
import { METRICS } from "../node-size.ts";

const MARGIN = 24;

/** Draws a group around nodes. */
export function addGroup(document: WorkflowDocument, nodes: readonly DocNode[], title: string): WorkflowDocument {
  if (nodes.length === 0) return document;
  const boxes = nodes.map((node) => [...positionOf(node), ...sizeOf(node)] as const);
  const left = Math.min(...boxes.map(([x]) => x)) - MARGIN;
  const top = Math.min(...boxes.map(([, y]) => y)) - METRICS.title - MARGIN - 30;
  const right = Math.max(...boxes.map(([x, , w]) => x + w)) + MARGIN;
  const bottom = Math.max(...boxes.map(([, y, , h]) => y + h)) + MARGIN;
  const groups = groupsOf(document);
  const id = nextId(
    0,
    groups.map((group) => group.id),
  );
  const bounding = [left, top, right - left, bottom - top].map(Math.round);
  const group = { id, title, bounding, color: "#6b7cff", font_size: 20, flags: {} };
  return { ...document, groups: [...groups, group] };
}

/** Changes the group at a place of the list; an answer of null takes it out. */
export function changeGroup(
  document: WorkflowDocument,
  index: number,
  change: (group: DocGroup) => DocGroup | null,
): WorkflowDocument {
  const groups = groupsOf(document).flatMap((group, i) => (i === index ? (change(group) ?? []) : [group]));
  return { ...document, groups };
}
