import { nodesOf, type WorkflowDocument } from "../document.ts";
import { NEW_PORT, type PortSlot, portSlots, type Side, sideOf } from "./border.ts";
import { type MovedSlot, reslot } from "./slots.ts";

/** Adds a port to the subgraph whose inside is shown. */
export function addPort(graph: WorkflowDocument, side: Side, name: string, type: string): WorkflowDocument {
  return changePorts(graph, side, (slots) => {
    const added = { name, type, ...(side === "inputs" ? { links: [] } : { link: null }) };
    return [...slots.slice(0, -1), { slot: added, was: null }, ...slots.slice(-1)];
  });
}

/** Gives a port another name; one that is taken stays with who has it. */
export function renamePort(graph: WorkflowDocument, side: Side, at: number, name: string): WorkflowDocument {
  return changePorts(graph, side, (slots) => {
    const isTaken = name === "" || name === NEW_PORT || slots.some(({ slot }, i) => i !== at && slot.name === name);
    if (isTaken || slots[at] === undefined || slots[at].slot.name === name) return slots;
    return slots.map((moved, i) => {
      const { label: _, ...slot } = moved.slot;
      return i === at ? { ...moved, slot: { ...slot, name, type: moved.slot.type } } : moved;
    });
  });
}

/** Takes a port away, with the links at it inside and outside. */
export function removePort(graph: WorkflowDocument, side: Side, at: number): WorkflowDocument {
  return changePorts(graph, side, (slots) => slots.filter((_slot, i) => i !== at || i === slots.length - 1));
}

/** Moves a port up or down by `by` places. */
export function movePort(graph: WorkflowDocument, side: Side, at: number, by: number): WorkflowDocument {
  return changePorts(graph, side, (slots) => {
    const [from, to] = [slots[at], slots[at + by]];
    const last = slots.length - 1;
    if (from === undefined || to === undefined || at >= last || at + by >= last) return slots;
    return slots.map((moved, i) => (i === at ? to : i === at + by ? from : moved));
  });
}

/** The ports of the subgraph whose inside is shown, without the slot for a new one. */
export function shownPorts(graph: WorkflowDocument, side: Side): readonly PortSlot[] {
  const end = nodesOf(graph).find((node) => sideOf(node) === side);
  return end === undefined ? [] : portSlots(end).slice(0, -1);
}

function changePorts(
  graph: WorkflowDocument,
  side: Side,
  change: (slots: readonly MovedSlot[]) => readonly MovedSlot[],
): WorkflowDocument {
  const end = nodesOf(graph).find((node) => sideOf(node) === side);
  if (end === undefined) return graph;
  const before = portSlots(end).map((slot, was): MovedSlot => ({ slot, was }));
  const after = change(before);
  return after === before ? graph : reslot(graph, end.id, side === "inputs" ? "outputs" : "inputs", after);
}
