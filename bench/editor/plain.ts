import { LGraph, LGraphCanvas, LGraphNode, LiteGraph } from "@comfyorg/litegraph";
import { nodesOf, type WorkflowDocument } from "../../editor/core/document.ts";
import { type NodeType, readNodeTypes } from "../../editor/core/node-type.ts";
import { widgetsOf } from "../../editor/core/values.ts";
import { framesPerSecond } from "./tour.ts";

/** litegraph as it comes, with the same graph: its own nodes, widgets and drawing. */
Object.assign(window, {
  open: (info: unknown, document: WorkflowDocument): number => {
    const start = performance.now();
    for (const type of readNodeTypes(info).values()) register(type);
    const element = window.document.querySelector("canvas");
    if (element === null) throw new Error("no canvas");
    const graph = new LGraph();
    const canvas = new LGraphCanvas(element, graph, { skip_render: true });
    graph.configure(JSON.parse(JSON.stringify(document)));
    if (graph._nodes.length !== nodesOf(document).length) throw new Error("litegraph did not open the graph");
    canvas.draw(true, true);
    Object.assign(window, {
      measure: (milliseconds: number) =>
        framesPerSecond(({ scale, x, y }) => {
          canvas.ds.scale = scale;
          canvas.ds.offset[0] = x;
          canvas.ds.offset[1] = y;
          canvas.draw(true, true);
        }, milliseconds),
    });
    return performance.now() - start;
  },
});

function register(type: NodeType): void {
  class Plain extends LGraphNode {
    constructor(title: string) {
      super(title);
      for (const { name, type: of, widget } of type.inputs) if (widget === null) this.addInput(name, of);
      for (const { name, type: of } of type.outputs) this.addOutput(name, of);
      for (const { name, widget } of widgetsOf(type)) {
        if (widget?.kind === "number") this.addWidget("number", name, 0, null);
        else if (widget?.kind === "boolean") this.addWidget("toggle", name, false, null);
        else if (widget?.kind === "choice") this.addWidget("combo", name, "", null, { values: [...widget.choices] });
        else this.addWidget("text", name, "", null);
      }
      this.serialize_widgets = true;
    }
  }
  Plain.title = type.title;
  LiteGraph.registerNodeType(type.type, Plain);
}
