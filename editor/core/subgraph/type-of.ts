import type { JsonObject } from "../../../runtime/workflow/file/json.ts";
import { shownName } from "../../../runtime/workflow/file/promoted.ts";
import { definitionOf, definitionsOf } from "../definitions.ts";
import { type DocNode, nodeOf, type WorkflowDocument } from "../document.ts";
import { linksOf } from "../links.ts";
import type { InputType, NodeType, NodeTypes } from "../node-type.ts";
import { valuesOf } from "../values.ts";
import { endId, portSlots, portsOf, sideOf } from "./border.ts";
import { newInstance } from "./new-instance.ts";
import { widgetsShown } from "./shown.ts";

/** Subgraphs may lie in each other no deeper than this. */
const DEEPEST = 32;

/**
 * What a node of a graph is: as the server says, or, for an instance of a subgraph, as its definition says, with the
 * widgets that this instance shows. Undefined for a type that is not installed.
 */
export function nodeTypeOf(
  node: DocNode,
  document: WorkflowDocument,
  types: NodeTypes,
  depth = 0,
): NodeType | undefined {
  const known = types.get(node.type);
  if (known !== undefined) return known;
  if (sideOf(node) !== null) return endType(node);
  const definition = definitionOf(document, node.type);
  return definition === undefined || depth > DEEPEST
    ? undefined
    : instanceType(node, definition, document, types, depth);
}

/** What one more instance of each definition of a file would be, except those that one is in. */
export function definitionTypes(
  document: WorkflowDocument,
  types: NodeTypes,
  isIn: (type: string) => boolean,
): readonly NodeType[] {
  return definitionsOf(document).flatMap((definition) => {
    const node = newInstance(definition, 0, [0, 0], 0);
    const type = isIn(node.type) ? undefined : nodeTypeOf(node, document, types);
    return type === undefined ? [] : [type];
  });
}

function endType(node: DocNode): NodeType {
  const isInputs = sideOf(node) === "inputs";
  const slots = portSlots(node).map(({ name, type }) => ({ name, type, help: "" }));
  return {
    ...bare(node.type, isInputs ? "Inputs" : "Outputs"),
    inputs: isInputs ? [] : slots.map((slot) => ({ ...slot, widget: null, required: false, default: undefined })),
    outputs: isInputs ? slots : [],
  };
}

function instanceType(
  node: DocNode,
  definition: JsonObject,
  document: WorkflowDocument,
  types: NodeTypes,
  depth: number,
): NodeType {
  const inside = { ...definition, definitions: document.definitions };
  const widgetAt = (id: string, name: string): InputType | undefined => {
    const inner = nodeOf(inside, id);
    const type = inner === undefined ? undefined : nodeTypeOf(inner, inside, types, depth + 1);
    const input = type?.inputs.find((each) => each.name === name);
    if (inner === undefined || type === undefined || input === undefined || input.widget === null) return undefined;
    const { values, controls } = valuesOf(inner, type);
    const widget = input.widget.kind === "number" ? { ...input.widget, seed: false } : input.widget;
    const control = controls.get(name) ?? input.control;
    const inherited = values.get(name) ?? input.default;
    return { ...input, widget, default: inherited ?? undefined, ...(control !== undefined && { control }) };
  };
  const shown = widgetsShown(node, definition).map((each): InputType => {
    const name = shownName(each);
    if (each.kind === "inner") {
      const found = widgetAt(each.node, each.name);
      return {
        ...(found ?? unknownWidget(name)),
        name,
        label: found?.label ?? each.name,
        inherits: true,
        isInner: true,
      };
    }
    const target = targetOf(definition, each.name);
    const found = target === undefined ? undefined : widgetAt(target.node, target.input);
    return { ...(found ?? unknownWidget(name)), name, inherits: true };
  });
  const isShown = (name: string) => shown.some((each) => each.name === name && each.isInner !== true);
  const plain = portsOf(definition, "inputs").flatMap(({ name, type }): InputType[] =>
    isShown(String(name)) ? [] : [plainInput(String(name), String(type ?? "*"))],
  );
  return {
    ...bare(node.type, String(definition.name ?? node.type)),
    category: "subgraph",
    inputs: [...plain, ...shown],
    outputs: portsOf(definition, "outputs").map(({ name, type }) => ({
      name: String(name),
      type: String(type ?? "*"),
      help: "",
    })),
  };
}

/** The first input inside that an input of a definition leads to. */
function targetOf(definition: JsonObject, name: string): { readonly node: string; readonly input: string } | undefined {
  const at = portsOf(definition, "inputs").findIndex((port) => port.name === name);
  const from = String(endId(definition, "inputs"));
  for (const link of linksOf(definition)) {
    if (String(link.from) !== from || link.slot !== at) continue;
    const input = nodeOf(definition, link.to)?.inputs?.[link.toSlot]?.name;
    if (input !== undefined) return { node: String(link.to), input };
  }
  return undefined;
}

function plainInput(name: string, type: string): InputType {
  return { name, type, widget: null, required: false, default: undefined, help: "" };
}

/** What a widget is taken for whose node is not there: its value stays and can be read. */
function unknownWidget(name: string): InputType {
  return { ...plainInput(name, "STRING"), widget: { kind: "text", multiline: false, look: "plain" } };
}

function bare(type: string, title: string): NodeType {
  return {
    type,
    title,
    category: "border",
    description: "",
    inputs: [],
    outputs: [],
    isOutput: false,
    version: null,
    aliases: [],
  };
}
