import { isObject, type JsonObject } from "../../../runtime/workflow/file/json.ts";
import { type Shown, shownName } from "../../../runtime/workflow/file/promoted.ts";
import { mapDefinitions } from "../definitions.ts";
import { type DocNode, type DocSlot, mapNodes, nodeOf, nodesOf, type WorkflowDocument } from "../document.ts";
import { closeGraph, openGraph, type PortMoves, portsOf } from "./border.ts";
import { inputSlot } from "./new-instance.ts";
import { proxiesOf, widgetsShown, withProxies } from "./shown.ts";
import { type MovedSlot, reslot } from "./slots.ts";

/** What an edit did to a definition, for those that stand for it. */
export interface Revision {
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly moves: PortMoves;
}

/** Every instance of a definition with the ports and the promoted widgets that it has after an edit. */
export function reviseInstances(file: WorkflowDocument, revision: Revision): WorkflowDocument {
  const { id } = revision.after;
  const revise = (graph: WorkflowDocument): WorkflowDocument =>
    nodesOf(graph)
      .filter(({ type }) => type === id)
      .reduce((next, node) => reviseInstance(next, node, revision), graph);
  return mapDefinitions(revise(file), (definition) => {
    if (nodesOf(definition).every(({ type }) => type !== id)) return definition;
    const open = openGraph(definition, file);
    const next = revise(open);
    return next === open ? definition : closeGraph(definition, open, next, String).definition;
  });
}

function reviseInstance(graph: WorkflowDocument, node: DocNode, revision: Revision): WorkflowDocument {
  const inputs = inputsAfter(node, revision);
  const outputs = outputsAfter(node, revision);
  let next = graph;
  if (isMoved(inputs, node.inputs)) next = reslot(next, node.id, "inputs", inputs);
  if (isMoved(outputs, node.outputs)) next = reslot(next, node.id, "outputs", outputs);
  const now = nodeOf(next, node.id) ?? node;
  const left = new Set(nodesOf(revision.after).map(({ id }) => String(id)));
  const gone = new Set(nodesOf(revision.before).flatMap(({ id }) => (left.has(String(id)) ? [] : [String(id)])));
  const names = renames(revision);
  const revised = withShown(node, now, revision, (shown) =>
    shown.kind === "inner"
      ? gone.has(shown.node)
        ? null
        : shown
      : names.has(shown.name)
        ? nameOr(names.get(shown.name), shown)
        : shown,
  );
  return revised === now ? next : mapNodes(next, (each) => (each === now ? revised : each));
}

function nameOr(name: string | null | undefined, shown: Shown): Shown | null {
  return name == null ? null : { ...shown, name };
}

/** The new name of each input, by the old; null for one that is gone. */
function renames({ before, after, moves }: Revision): ReadonlyMap<string, string | null> {
  const now = portsOf(after, "inputs");
  return new Map(
    portsOf(before, "inputs").map(({ name }, i) => {
      const at = moves.inputs.indexOf(i);
      return [String(name), at < 0 ? null : String(now[at]?.name)];
    }),
  );
}

/** An instance's inputs go by their names: in their order, then the new ones. */
function inputsAfter(node: DocNode, revision: Revision): readonly MovedSlot[] {
  const names = renames(revision);
  const kept = (node.inputs ?? []).flatMap((slot, was): MovedSlot[] => {
    const name = names.get(slot.name);
    if (name === undefined || name === slot.name) return [{ slot, was }];
    return name === null ? [] : [{ slot: renamed(slot, name), was }];
  });
  const added = portsOf(revision.after, "inputs").flatMap((port, i): MovedSlot[] => {
    if (revision.moves.inputs[i] !== null) return [];
    return [{ slot: inputSlot(revision.after, i, String(port.name), String(port.type)), was: null }];
  });
  return [...kept, ...added];
}

/** An instance's outputs stand in the order of its definition. */
function outputsAfter(node: DocNode, { after, moves }: Revision): readonly MovedSlot[] {
  return portsOf(after, "outputs").map((port, i): MovedSlot => {
    const was = moves.outputs[i] ?? null;
    const slot = was === null ? undefined : node.outputs?.[was];
    const name = String(port.name);
    if (slot === undefined) return { slot: { name, type: String(port.type), links: [] }, was: null };
    return { slot: slot.name === name ? slot : renamed(slot, name), was };
  });
}

function renamed(slot: DocSlot, name: string): DocSlot {
  const { label: _, localized_name: __, ...rest } = slot;
  return { ...rest, name, type: slot.type, ...(slot.widget != null && { widget: { ...slot.widget, name } }) };
}

function isMoved(slots: readonly MovedSlot[], before: readonly DocSlot[] | null | undefined): boolean {
  const old = before ?? [];
  return slots.length !== old.length || slots.some(({ slot, was }, i) => was !== i || slot !== old[i]);
}

/**
 * An instance whose shown widgets are others: `move` tells what each becomes, null for one that goes. Values stay with
 * theirs, by place and by name. `before` is the instance as its values were written, `now` the one to be changed.
 */
function withShown(before: DocNode, now: DocNode, revision: Revision, move: (shown: Shown) => Shown | null): DocNode {
  const old = widgetsShown(before, revision.before);
  if (old.length === 0 && widgetsShown(now, revision.after).length === 0) return now;
  const listed = proxiesOf(now);
  const proxies = listed?.flatMap((pair) => {
    const [node, name] = pair;
    const shown: Shown = String(node) === "-1" ? { kind: "input", name } : { kind: "inner", node: String(node), name };
    const moved = move(shown);
    return moved === null ? [] : moved.name === name ? [pair] : [[node, moved.name] as const];
  });
  const isSame = proxies?.every((pair, i) => pair === listed?.[i]) ?? true;
  const listedAgain =
    proxies === undefined || (isSame && proxies.length === listed?.length) ? now : withProxies(now, proxies);
  const origin = new Map(old.map((shown) => [nameOf(move(shown)), shownName(shown)]));
  return carryValues(before, listedAgain, revision.before, revision.after, (name) => origin.get(name) ?? null);
}

function nameOf(shown: Shown | null): string | null {
  return shown === null ? null : shownName(shown);
}

/** The values of an instance written for the widgets it shows now; `origin` gives the name each was saved under before. */
export function carryValues(
  before: DocNode,
  now: DocNode,
  definitionBefore: JsonObject,
  definitionAfter: JsonObject,
  origin: (name: string) => string | null,
): DocNode {
  const old = widgetsShown(before, definitionBefore).map(shownName);
  const names = widgetsShown(now, definitionAfter).map(shownName);
  const isSame = names.length === old.length && names.every((name, i) => name === old[i] && origin(name) === name);
  if (isSame) return now;
  const saved = before.widgets_values;
  const named = isObject(before.widgets_values_named) ? before.widgets_values_named : null;
  const savedAs = (name: string): unknown => {
    const was = origin(name);
    if (was === null) return null;
    if (named !== null && Object.hasOwn(named, was)) return named[was] ?? null;
    if (isObject(saved)) return saved[was] ?? null;
    return Array.isArray(saved) ? (saved[old.indexOf(was)] ?? null) : null;
  };
  const values = names.map(savedAs);
  const next: Record<string, unknown> = { ...now, widgets_values: values };
  const entries = names.flatMap((name, i) => (values[i] === null ? [] : [[name, values[i]] as const]));
  if (named !== null || entries.length > 0) next.widgets_values_named = Object.fromEntries(entries);
  return next as DocNode;
}
