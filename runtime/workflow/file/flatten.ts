import { nodeId, type Prompt, type PromptNode, type Source } from "../graph/prompt.ts";
import type { Registry } from "../node/registry.ts";
import type { EditorFile, EditorNode } from "./editor-file.ts";
import { widgetValues } from "./widget-values.ts";

const MUTED = 2;
const BYPASSED = 4;

/** Nodes that live in the editor only: what a link from one of them stands for. */
const virtualNodes: Readonly<Record<string, "passes" | "holds" | "nothing">> = {
  Reroute: "passes",
  PrimitiveNode: "holds",
  Note: "nothing",
  MarkdownNote: "nothing",
};

interface Graph {
  readonly nodes: ReadonlyMap<string, EditorNode>;
  readonly links: ReadonlyMap<string, { readonly from: string; readonly slot: number }>;
}

/**
 * Turns the editor's graph into an executable one. Muted nodes go, and links from them; bypassed nodes pass their
 * first input of the same type on; reroutes vanish; widget values are read by name, then by position.
 */
export function flatten(file: EditorFile, registry: Registry): Prompt {
  const graph: Graph = {
    nodes: new Map(file.nodes.map((node) => [String(node.id), node])),
    links: new Map(
      file.links.flatMap((link) =>
        link === null ? [] : [[String(link.id), { from: String(link.from), slot: link.slot }] as const],
      ),
    ),
  };
  const kept = file.nodes.filter(
    (node) => node.mode !== MUTED && node.mode !== BYPASSED && !Object.hasOwn(virtualNodes, node.type),
  );
  return new Map(kept.map((node) => [nodeId(node.id), promptNode(node, graph, registry)]));
}

function promptNode(node: EditorNode, graph: Graph, registry: Registry): PromptNode {
  const inputs = new Map<string, Source>();
  for (const [name, value] of widgetValues(node, registry.get(node.type))) inputs.set(name, { kind: "value", value });
  for (const input of node.inputs ?? []) {
    const source = resolve(input.link, graph);
    if (source !== null) inputs.set(input.name, source);
  }
  return { id: nodeId(node.id), type: node.type, title: node.title ?? "", inputs: Object.fromEntries(inputs) };
}

/** Follows a link through reroutes and bypassed nodes to what it stands for; null when that is nothing. */
function resolve(link: string | number | null | undefined, graph: Graph): Source | null {
  const seen = new Set<string>();
  for (let next = link; next !== null && next !== undefined && !seen.has(String(next)); ) {
    seen.add(String(next));
    const end = graph.links.get(String(next));
    const node = end && graph.nodes.get(end.from);
    if (end === undefined) return null;
    if (node === undefined) return { kind: "link", node: nodeId(end.from), slot: end.slot };
    if (node.mode === MUTED) return null;
    const role = Object.hasOwn(virtualNodes, node.type) ? virtualNodes[node.type] : undefined;
    if (role === "nothing") return null;
    if (role === "holds") return { kind: "value", value: widgetList(node)[0] };
    if (role === undefined && node.mode !== BYPASSED) return { kind: "link", node: nodeId(node.id), slot: end.slot };
    next = role === "passes" ? node.inputs?.[0]?.link : bypass(node, end.slot);
  }
  return null;
}

/** The link a bypassed node passes on at an output: that of the input in the same place, else the first, of its type. */
function bypass(node: EditorNode, slot: number): string | number | null | undefined {
  const type = node.outputs?.[slot]?.type;
  const inputs = node.inputs ?? [];
  const match = inputs[slot]?.type === type ? inputs[slot] : inputs.find((input) => input.type === type);
  return match?.link;
}

function widgetList(node: EditorNode): readonly unknown[] {
  return Array.isArray(node.widgets_values) ? node.widgets_values : Object.values(node.widgets_values ?? {});
}
