import { LGraph } from "@comfyorg/litegraph";
import { dark } from "../../editor/canvas/draw/look.ts";
import type { CanvasHost } from "../../editor/canvas/host.ts";
import { EditorCanvas } from "../../editor/canvas/litegraph/canvas.ts";
import { fillGraph } from "../../editor/canvas/litegraph/fill-graph.ts";
import type { WorkflowDocument } from "../../editor/core/document.ts";
import { readNodeTypes } from "../../editor/core/node-type.ts";
import { largeGraph } from "./graph.ts";
import { framesPerSecond } from "./tour.ts";

const words = {
  automatic: "auto",
  empty: "empty",
  linked: "linked",
  cached: "",
  missing: "",
  muted: "",
  bypassed: "",
  inputs: "",
  outputs: "",
};

/** Our canvas with a large graph; the runner calls what is put on the window. */
Object.assign(window, {
  graphOf: (info: unknown, nodes: number, links: number): WorkflowDocument =>
    largeGraph(readNodeTypes(info), nodes, links),
  open: (info: unknown, document: WorkflowDocument): number => {
    const start = performance.now();
    const types = readNodeTypes(info);
    const nothing = (): void => {};
    const host: CanvasHost = {
      look: () => dark,
      isSnapping: () => false,
      words: () => words,
      types: () => types,
      runOf: () => undefined,
      picturesOf: () => [],
      refusal: () => null,
      onChange: nothing,
      onSelect: nothing,
      onField: nothing,
      onMenu: nothing,
      onSearch: nothing,
      onRename: nothing,
      onReroute: nothing,
      onEnter: nothing,
      onOpenPicture: nothing,
      onRefused: nothing,
      onMoved: nothing,
    };
    const element = window.document.querySelector("canvas");
    if (element === null) throw new Error("no canvas");
    const graph = new LGraph();
    const canvas = new EditorCanvas(element, graph, host);
    fillGraph(graph, document, host);
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
