import { isObject } from "../../runtime/workflow/file/json.ts";
import { mapDefinitions } from "./definitions.ts";
import { type DocNode, nodesOf, type WorkflowDocument } from "./document.ts";
import { changeValues } from "./edits/nodes.ts";
import type { NodeType, NodeTypes } from "./node-type.ts";
import { nodeTypeOf } from "./subgraph/type-of.ts";
import type { Values } from "./values.ts";

const LARGEST = Number.MAX_SAFE_INTEGER;

/** The values of a node after a run: each seed as its control says. `random` gives a whole number of 32 bits. */
export function nextSeeds(values: Values, type: NodeType, random: () => number): Values {
  const moved = [...values.controls].flatMap(([name, control]): [string, number][] => {
    const seed = values.values.get(name);
    if (control === "fixed" || type.inputs.every((input) => input.name !== name)) return [];
    if (control === "randomize") return [[name, random()]];
    if (typeof seed !== "number") return [];
    if (control === "increment") return [[name, seed >= LARGEST ? 0 : seed + 1]];
    return [[name, seed <= 0 ? LARGEST : seed - 1]];
  });
  return moved.length === 0 ? values : { ...values, values: new Map([...values.values, ...moved]) };
}

/** The file after a run: every seed in it, inside of subgraphs and promoted from there too, as its control says. */
export function advanceSeeds(file: WorkflowDocument, types: NodeTypes, random: () => number): WorkflowDocument {
  const advance = (graph: WorkflowDocument): WorkflowDocument =>
    nodesOf(graph).reduce((next, node) => {
      const own = types.get(node.type);
      const type = own ?? nodeTypeOf(node, { ...graph, definitions: file.definitions }, types);
      if (type === undefined) return next;
      return changeValues(next, node.id, type, (values) => {
        if (own !== undefined) return nextSeeds(values, own, random);
        const moved = nextSeeds({ ...values, controls: givenControls(node, type) }, type, random);
        return moved.values === values.values ? values : { ...moved, controls: values.controls };
      });
    }, graph);
  return mapDefinitions(advance(file), advance);
}

/** What the inside says of the seeds that an instance gives a value of its own. */
function givenControls({ widgets_values_named: named }: DocNode, { inputs }: NodeType): Values["controls"] {
  return new Map(
    inputs.flatMap(({ name, control }) =>
      control !== undefined && isObject(named) && named[name] != null ? [[name, control] as const] : [],
    ),
  );
}
