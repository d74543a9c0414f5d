import type { SavedPrompt } from "../../runtime/workflow/file/saved-prompt.ts";
import { emptyDocument, type Id, type WorkflowDocument } from "./document.ts";
import { connect } from "./edits/links.ts";
import { addNode, changeValues, patchNode } from "./edits/nodes.ts";
import { arrangeNodes } from "./layout.ts";
import type { NodeType, NodeTypes } from "./node-type.ts";

/** A graph for the editor from the executable form, which says nothing of places: nodes are arranged. */
export function documentFromApi(prompt: SavedPrompt, types: NodeTypes): WorkflowDocument {
  const ids = new Map<string, Id>();
  let document = emptyDocument;
  for (const node of prompt.values()) {
    const type = types.get(node.type) ?? unknownType(node.type, Object.keys(node.inputs));
    const added = addNode(document, type, [0, 0]);
    ids.set(node.id, added.id);
    const named = node.title === "" ? added.document : patchNode(added.document, added.id, { title: node.title });
    document = changeValues(named, added.id, type, ({ values, controls }) => {
      const given = Object.entries(node.inputs).flatMap(([name, source]): [string, unknown][] =>
        source.kind === "value" && values.has(name) ? [[name, source.value]] : [],
      );
      return given.length === 0 ? { values, controls } : { values: new Map([...values, ...given]), controls };
    });
  }
  for (const node of prompt.values()) {
    for (const [input, source] of Object.entries(node.inputs)) {
      const [from, to] = source.kind === "link" ? [ids.get(source.node), ids.get(node.id)] : [];
      if (source.kind === "link" && from !== undefined && to !== undefined) {
        document = connect(document, { from, slot: source.slot, to, input }, types);
      }
    }
  }
  return arrangeNodes(document);
}

function unknownType(type: string, inputs: readonly string[]): NodeType {
  return {
    type,
    title: type,
    category: "",
    description: "",
    inputs: inputs.map((name) => ({ name, type: "*", widget: null, required: false, default: undefined, help: "" })),
    outputs: [],
    isOutput: false,
    version: null,
    aliases: [],
  };
}
