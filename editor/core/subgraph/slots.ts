import { type DocSlot, type Id, mapNodes, type WorkflowDocument } from "../document.ts";
import { dropLinks } from "../edits/links.ts";
import { linksOf, withLinks } from "../links.ts";

/** A slot of a node, and where it was before; null for a new one. */
export interface MovedSlot {
  readonly slot: DocSlot;
  readonly was: number | null;
}

/** Gives a node other slots on one side: links move along with theirs, those of slots that are gone go. */
export function reslot(
  document: WorkflowDocument,
  id: Id,
  side: "inputs" | "outputs",
  slots: readonly MovedSlot[],
): WorkflowDocument {
  const isHere = (end: Id) => String(end) === String(id);
  const place = new Map(slots.map(({ was }, i) => [was, i]));
  const lost = linksOf(document).filter(({ from, slot, to, toSlot }) =>
    side === "inputs" ? isHere(to) && !place.has(toSlot) : isHere(from) && !place.has(slot),
  );
  const cut = dropLinks(document, new Set(lost.map((link) => String(link.id))));
  const links = linksOf(cut).map((link) => {
    if (side === "inputs" && isHere(link.to)) return { ...link, toSlot: place.get(link.toSlot) ?? link.toSlot };
    if (side === "outputs" && isHere(link.from)) return { ...link, slot: place.get(link.slot) ?? link.slot };
    return link;
  });
  return mapNodes(withLinks(cut, links), (node) =>
    isHere(node.id) ? { ...node, [side]: slots.map(({ slot }) => slot) } : node,
  );
}
