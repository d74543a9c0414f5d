import { LGraph, LGraphNode, LiteGraph, type Subgraph } from "@comfyorg/litegraph";
import { expect, test } from "vitest";
import { connect } from "../../../editor/core/edits/links.ts";
import { addReroute } from "../../../editor/core/edits/reroutes.ts";
import { changeGraph } from "../../../editor/core/subgraph/path.ts";
import { formatWorkflow } from "../../../runtime/workflow/index.ts";
import { counting, packed, types } from "./samples.ts";

/** What litegraph makes of a subgraph: names of its ports, and how many nodes, links and reroutes are in it. */
function contents({ inputs, outputs, nodes, links, reroutes }: Subgraph) {
  const names = (slots: readonly { readonly name: string }[]) => slots.map(({ name }) => name);
  return [names(inputs), names(outputs), nodes.length, links.size, reroutes.size];
}

test("a file with a subgraph and reroutes that was made here loads in plain litegraph", () => {
  for (const type of types.keys()) LiteGraph.registerNodeType(type, class extends LGraphNode {});
  const open = changeGraph(
    packed(),
    ["4"],
    (graph) =>
      addReroute(
        connect(graph, { from: -10, slot: 1, to: 2, input: "prompt" }, types),
        { link: 1, reroute: null },
        [5, 5],
      ),
    counting(),
  );
  const file = addReroute(open, { link: 2, reroute: null }, [9, 9]);
  const graph = new LGraph();
  graph.configure(JSON.parse(formatWorkflow(file)));
  expect([graph.nodes.length, graph.links.size, graph.reroutes.size]).toEqual([3, 2, 1]);
  expect([...graph.subgraphs.values()].map(contents)).toEqual([[["model", "prompt"], ["image"], 1, 3, 1]]);
});
