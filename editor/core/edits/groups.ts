import {
  type DocGroup,
  type DocNode,
  groupsOf,
  nextId,
  nodesOf,
  type Pair,
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

/** The nodes that lie in a group. */
export function nodesIn(document: WorkflowDocument, group: DocGroup): readonly DocNode[] {
  return nodesOf(document).filter((node) => isIn(group, node));
}

/** The groups that have chosen nodes in them and no others. */
export function groupsAround(document: WorkflowDocument, ids: ReadonlySet<string>): readonly DocGroup[] {
  return groupsOf(document).filter((group) => {
    const inside = nodesIn(document, group);
    return inside.length > 0 && inside.every(({ id }) => ids.has(String(id)));
  });
}

export function withoutGroups(document: WorkflowDocument, gone: readonly DocGroup[]): WorkflowDocument {
  if (gone.length === 0) return document;
  return { ...document, groups: groupsOf(document).filter((group) => !gone.includes(group)) };
}

/** Puts groups of another graph into this one, moved and under ids that are free. */
export function addGroups(document: WorkflowDocument, groups: readonly DocGroup[], [dx, dy]: Pair): WorkflowDocument {
  if (groups.length === 0) return document;
  const present = groupsOf(document);
  const first = nextId(
    0,
    present.map(({ id }) => id),
  );
  const moved = groups.map(({ bounding: [x, y, width, height], ...group }, i) => ({
    ...group,
    id: first + i,
    bounding: [Math.round(x + dx), Math.round(y + dy), width, height],
  }));
  return { ...document, groups: [...present, ...moved] };
}

/** A node belongs to the group that its middle lies in. */
function isIn({ bounding: [left, top, width, height] }: DocGroup, node: DocNode): boolean {
  const [x, y] = positionOf(node);
  const [across, down] = sizeOf(node);
  const [midX, midY] = [x + across / 2, y + down / 2];
  return midX >= left && midX <= left + width && midY >= top && midY <= top + height;
}
