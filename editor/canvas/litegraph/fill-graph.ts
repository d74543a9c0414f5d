import { type LGraph, LGraphGroup, LiteGraph } from "@comfyorg/litegraph";
import { definitionOf } from "../../core/definitions.ts";
import {
  type DocNode,
  type DocSlot,
  groupsOf,
  nodesOf,
  positionOf,
  sizeOf,
  type WorkflowDocument,
} from "../../core/document.ts";
import { linksOf } from "../../core/links.ts";
import type { NodeType } from "../../core/node-type.ts";
import { lastReroutes, reroutesOf, wayOf } from "../../core/reroutes.ts";
import { sideOf } from "../../core/subgraph/border.ts";
import { nodeTypeOf } from "../../core/subgraph/type-of.ts";
import { valuesOf } from "../../core/values.ts";
import type { CanvasHost } from "../host.ts";
import { Knob, RoutedLink } from "./knob.ts";
import { EditorNode } from "./node.ts";

/** Makes the graph on the canvas that of a document. Every input can be linked, those of widgets too. */
export function fillGraph(graph: LGraph, document: WorkflowDocument, host: CanvasHost): void {
  graph.clear();
  const types = host.types();
  for (const saved of nodesOf(document)) {
    const info = nodeTypeOf(saved, document, types) ?? null;
    const side = sideOf(saved);
    const title = side === null ? saved.title || (info?.title ?? saved.type) : host.words()[side];
    const node = new EditorNode(title, saved.type);
    node.isSubgraph = definitionOf(document, saved.type) !== undefined;
    node.id = saved.id;
    node.adopt(info, host);
    graph.add(node, true);
    configure(node, saved, info);
  }
  for (const { id, from, slot, to, toSlot, type } of linksOf(document)) {
    const [source, target] = [graph._nodes_by_id[from], graph._nodes_by_id[to]];
    const [output, input] = [source?.outputs[slot], target?.inputs[toSlot]];
    if (output === undefined || input === undefined) continue;
    graph._links.set(Number(id), new RoutedLink(Number(id), type, from, slot, to, toSlot));
    input.link = Number(id);
    output.links = [...(output.links ?? []), Number(id)];
  }
  addKnobs(graph, document);
  graph.state.lastLinkId = Math.max(0, ...graph._links.keys());
  groupsOf(document).forEach(({ title = "", bounding, color, font_size }, i) => {
    const group = new LGraphGroup(title, i + 1);
    group._bounding.set(bounding);
    group.color = color ?? "#6b7cff";
    if (typeof font_size === "number") group.font_size = font_size;
    graph.add(group);
  });
  for (const node of graph._nodes) if (node instanceof EditorNode) node.arrange();
  graph.setDirtyCanvas(true, true);
}

/** Reroutes, and the links that go through them. */
function addKnobs(graph: LGraph, document: WorkflowDocument): void {
  const byId = new Map(reroutesOf(document).map((reroute) => [String(reroute.id), reroute]));
  if (byId.size === 0) return;
  const knobs = new Map<string, Knob>();
  for (const [key, { id, position }] of byId) {
    const knob = new Knob("", "reroute");
    knob.stand(id, position);
    graph.add(knob, true);
    knobs.set(key, knob);
  }
  const last = lastReroutes(document);
  for (const [id, link] of graph._links) {
    if (link instanceof RoutedLink)
      link.way = wayOf(last.get(String(id)), byId).flatMap((reroute) => knobs.get(String(reroute.id)) ?? []);
  }
}

function configure(node: EditorNode, saved: DocNode, info: NodeType | null): void {
  node.configure({
    id: saved.id,
    type: saved.type,
    title: node.title,
    pos: [...positionOf(saved)],
    size: [...sizeOf(saved)],
    flags: LiteGraph.cloneObject((saved.flags ?? {}) as object),
    order: 0,
    mode: saved.mode ?? 0,
    inputs: inputsOf(saved, info),
    outputs: outputsOf(saved, info),
    ...(typeof saved.color === "string" && { color: saved.color }),
  });
  node.values = info === null ? null : valuesOf(saved, info);
}

type Slot = { name: string; type: string; link: null; widget?: { name: string } };

/** Inputs in the file's order, then those that the type has beside them. */
function inputsOf(saved: DocNode, info: NodeType | null): Slot[] {
  const known = new Map(info?.inputs.map((input) => [input.name, input]));
  const present = (saved.inputs ?? []).map((slot) => {
    const type = known.get(slot.name);
    const isWidget = type === undefined ? slot.widget != null : type.widget !== null;
    return makeSlot(slot.name, type?.type ?? String(slot.type ?? "*"), isWidget);
  });
  const names = new Set(present.map(({ name }) => name));
  const others = (info?.inputs ?? []).filter(({ name, isInner }) => !names.has(name) && isInner !== true);
  return [...present, ...others.map(({ name, type, widget }) => makeSlot(name, type, widget !== null))];
}

function makeSlot(name: string, type: string, isWidget: boolean): Slot {
  return { name, type, link: null, ...(isWidget && { widget: { name } }) };
}

function outputsOf(saved: DocNode, info: NodeType | null): { name: string; type: string; links: number[] }[] {
  const present: readonly Pick<DocSlot, "name" | "type">[] = saved.outputs ?? [];
  const others = (info?.outputs ?? []).slice(present.length);
  return [...present, ...others].map(({ name, type }) => ({ name, type: String(type ?? "*"), links: [] }));
}
