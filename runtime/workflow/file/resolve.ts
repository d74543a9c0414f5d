import { nodeId, type Source } from "../graph/prompt.ts";
import type { EditorNode, LinkId } from "./editor-file.ts";
import { BYPASSED, MUTED, type Scope } from "./scope.ts";
import { firstWidget, virtualRole } from "./virtual-nodes.ts";

/** A link within one graph. */
interface At {
  readonly link: LinkId | null | undefined;
  readonly scope: Scope;
}

const INPUT_NODE = -10;
const OUTPUT_NODE = -20;

/**
 * Follows a link through reroutes, bypassed nodes and the walls of subgraphs to what it stands for: the output of a
 * node, or a value; null when that is nothing.
 */
export function resolve(link: LinkId | null | undefined, scope: Scope): Source | null {
  const seen = new Set<string>();
  for (let at: At = { link, scope }; at.link !== null && at.link !== undefined; ) {
    const place = `${at.scope.prefix}${String(at.link)}`;
    if (seen.has(place)) return null;
    seen.add(place);
    const next = follow(at.link, at.scope);
    if (next === null || "kind" in next) return next;
    at = next;
  }
  return null;
}

function follow(link: LinkId, scope: Scope): Source | At | null {
  const end = scope.links.get(String(link));
  if (end === undefined) return null;
  const { outside, prefix } = scope;
  const from = String(end.from);
  if (outside !== null && from === String(outside.definition.inputNode?.id ?? INPUT_NODE))
    return leave(end.slot, scope);

  const node = scope.nodes.get(from);
  const found: Source = { kind: "link", node: nodeId(prefix + from), slot: end.slot };
  if (node === undefined) return found;
  if (node.mode === MUTED) return null;
  const role = virtualRole(node);
  if (role === "nothing") return null;
  if (role === "holds") return { kind: "value", value: firstWidget(node) };
  if (role === "passes") return { link: node.inputs?.[0]?.link, scope };
  if (node.mode === BYPASSED) return { link: bypass(node, end.slot), scope };
  const inner = scope.inner.get(from);
  return inner === undefined ? found : { link: leavingLink(end.slot, inner), scope: inner };
}

/** Out of a subgraph by one of its inputs: on to what its instance has there. */
function leave(slot: number, { outside }: Scope): Source | At | null {
  const name = outside?.definition.inputs[slot]?.name;
  if (outside === null || name === undefined) return null;
  const { instance, scope, inputs } = outside;
  const port = instance.inputs?.find((input) => input.name === name) ?? instance.inputs?.[slot];
  if (port?.link !== null && port?.link !== undefined) return { link: port.link, scope };
  return inputs.has(name) ? { kind: "value", value: inputs.get(name) } : null;
}

/** The link inside a subgraph that ends at one of its outputs. */
function leavingLink(slot: number, { links, outside }: Scope): LinkId | null {
  const output = String(outside?.definition.outputNode?.id ?? OUTPUT_NODE);
  for (const link of links.values()) if (String(link.to) === output && link.toSlot === slot) return link.id;
  return null;
}

/** The link a bypassed node passes on at an output: that of the input in the same place, else the first, of its type. */
function bypass(node: EditorNode, slot: number): LinkId | null | undefined {
  const type = node.outputs?.[slot]?.type;
  const inputs = node.inputs ?? [];
  const match = inputs[slot]?.type === type ? inputs[slot] : inputs.find((input) => input.type === type);
  return match?.link;
}
