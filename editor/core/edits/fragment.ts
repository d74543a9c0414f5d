import { isObject } from "../../../runtime/workflow/file/json.ts";
import { parseWorkflow } from "../../../runtime/workflow/file/parse.ts";
import { definitionsOf, definitionsUsed, withDefinitions } from "../definitions.ts";
import {
  type DocNode,
  groupsOf,
  type Id,
  nodesOf,
  type Pair,
  positionOf,
  type WorkflowDocument,
  withCounter,
} from "../document.ts";
import { linksOf, takeLinkId, withLinks } from "../links.ts";
import { addGroups, groupsAround } from "./groups.ts";
import { freeNodeId, middleOf, withoutEnds } from "./nodes.ts";
import { copyReroutes } from "./reroutes.ts";

/**
 * Part of a graph on the clipboard: itself a small workflow file with the subgraphs it needs and the groups around what
 * was chosen, to be pasted anywhere.
 */
export function copyNodes(document: WorkflowDocument, chosen: ReadonlySet<string>): WorkflowDocument {
  const ids = withoutEnds(document, chosen);
  const isIn = (id: Id) => ids.has(String(id));
  const links = linksOf(document).filter(({ from, to }) => isIn(from) && isIn(to));
  const kept = new Set(links.map(({ id }) => String(id)));
  const nodes = nodesOf(document)
    .filter(({ id }) => isIn(id))
    .map((node) => keepLinks(node, (id) => (kept.has(String(id)) ? id : null)));
  const fragment = {
    nodes,
    links: links.map(({ id, from, slot, to, toSlot, type }) => [id, from, slot, to, toSlot, type]),
    groups: groupsAround(document, ids),
    version: 0.4,
  };
  const routed = copyReroutes(fragment, document, new Map(links.map(({ id }) => [String(id), id])), [0, 0]);
  return withDefinitions(routed, definitionsUsed(fragment, document));
}

export interface Pasted {
  readonly document: WorkflowDocument;
  readonly ids: ReadonlySet<string>;
}

/** Puts a fragment into a graph under new ids, its middle at a place. */
export function pasteNodes(document: WorkflowDocument, fragment: WorkflowDocument, middle: Pair): Pasted {
  const nodes = nodesOf(fragment);
  if (nodes.length === 0) return { document, ids: new Set() };
  const [x, y] = middleOf(nodes, positionOf);
  const shift = [middle[0] - x, middle[1] - y] as const;
  const first = freeNodeId(document);
  const ids = new Map(nodes.map((node, i) => [String(node.id), first + i]));
  let next = withCounter(document, "last_node_id", first + nodes.length - 1);
  const links = new Map<string, number>();
  const added = linksOf(fragment).flatMap((link) => {
    const [from, to] = [ids.get(String(link.from)), ids.get(String(link.to))];
    if (from === undefined || to === undefined) return [];
    const { id, document: taken } = takeLinkId(next);
    next = taken;
    links.set(String(link.id), id);
    return [{ ...link, id, from, to }];
  });
  const copies = nodes.map((node) => {
    const [nodeX, nodeY] = positionOf(node);
    const pos = [Math.round(nodeX + shift[0]), Math.round(nodeY + shift[1])];
    return { ...keepLinks(node, (id) => links.get(String(id)) ?? null), id: ids.get(String(node.id)) ?? 0, pos };
  });
  const defined = withDefinitions(next, definitionsOf(fragment));
  const placed = { ...defined, nodes: [...nodesOf(defined), ...copies] };
  const linked = copyReroutes(withLinks(placed, [...linksOf(placed), ...added]), fragment, links, shift);
  return {
    document: addGroups(linked, groupsOf(fragment), shift),
    ids: new Set(copies.map(({ id }) => String(id))),
  };
}

/** A fragment from the text of a clipboard; null for any other text. */
export function readFragment(text: string): WorkflowDocument | null {
  if (!text.trimStart().startsWith("{")) return null;
  try {
    const { form, document } = parseWorkflow(text);
    return form === "editor" && isObject(document) ? document : null;
  } catch {
    return null;
  }
}

function keepLinks(node: DocNode, to: (id: Id) => Id | null): DocNode {
  return {
    ...node,
    ...(node.inputs && {
      inputs: node.inputs.map((slot) => ({ ...slot, link: slot.link == null ? null : to(slot.link) })),
    }),
    ...(node.outputs && {
      outputs: node.outputs.map((slot) => ({ ...slot, links: (slot.links ?? []).flatMap((id) => to(id) ?? []) })),
    }),
  };
}
