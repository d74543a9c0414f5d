import { LGraph, LGraphNode, LiteGraph } from "@comfyorg/litegraph";
import type { NodeType, NodeTypes } from "../../editor/core/node-type.ts";
import { widgetsOf } from "../../editor/core/values.ts";

/** What is looked at of a node of litegraph, whose own types are written for bundlers. */
interface PlainNode {
  readonly id: number;
  readonly pos: ArrayLike<number>;
  readonly inputs: readonly { readonly name: string; readonly link: number | null }[];
  readonly widgets?: readonly { readonly value?: unknown }[];
}

/**
 * Opens a saved file in litegraph as it comes, with nodes that have the ports and widgets of their types. Of each node:
 * its id, where it stands, what its inputs are linked to, and the values of its widgets.
 */
export function readInPlainLitegraph(text: string, types: NodeTypes) {
  for (const type of types.values()) register(type);
  const graph = new LGraph();
  graph.configure(JSON.parse(text));
  return graph._nodes.map((node: PlainNode) => ({
    id: node.id,
    at: Array.from(node.pos),
    sources: node.inputs.flatMap(({ name, link }) => {
      const found = link === null ? undefined : graph._links.get(link);
      return found === undefined ? [] : [[name, found.origin_id, found.origin_slot]];
    }),
    values: (node.widgets ?? []).map(({ value }) => value ?? null),
  }));
}

function register(type: NodeType): void {
  class Plain extends LGraphNode {
    declare addInput: (name: string, type: string) => void;
    declare addOutput: (name: string, type: string) => void;
    declare addWidget: (kind: string, name: string, value: unknown, done: () => void) => void;
    declare serialize_widgets: boolean;

    constructor(title: string) {
      super(title);
      for (const { name, type: of, widget } of type.inputs) if (widget === null) this.addInput(name, of);
      for (const { name, type: of } of type.outputs) this.addOutput(name, of);
      for (const { name, widget } of widgetsOf(type)) {
        this.addWidget("text", name, "", () => {});
        if (widget?.kind === "number" && widget.seed) this.addWidget("text", `then ${name}`, "", () => {});
      }
      this.serialize_widgets = true;
    }
  }
  LiteGraph.registerNodeType(type.type, Plain);
}
