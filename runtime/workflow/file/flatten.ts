import { nodeId, type Prompt, type Source } from "../graph/prompt.ts";
import type { Registry } from "../node/registry.ts";
import { versionOf } from "./api-file.ts";
import type { EditorFile, EditorNode } from "./editor-file.ts";
import { modernise } from "./modernise.ts";
import { resolve } from "./resolve.ts";
import type { SavedNode } from "./saved-prompt.ts";
import { BYPASSED, MUTED, openScopes, type Scope } from "./scope.ts";
import { virtualRole } from "./virtual-nodes.ts";
import { widgetValues } from "./widget-values.ts";

/**
 * Turns the editor's graph into an executable one. Muted nodes go, and links from them; bypassed nodes pass their
 * first input of the same type on; reroutes vanish; node 5 of subgraph instance 12 becomes "12:5"; widget values are
 * read by name, then by position; nodes of older versions and renamed ones are brought to what is installed.
 * @throws WORKFLOW_SUBGRAPH_RECURSION, WORKFLOW_TOO_MANY_NODES, WORKFLOW_NOT_A_WORKFLOW when two nodes have one id.
 */
export function flatten(file: EditorFile, registry: Registry): Prompt {
  const nodes = [...savedNodes(openScopes(file), registry)];
  return modernise(new Map(nodes.map((node) => [node.id, node])), registry);
}

function* savedNodes(scope: Scope, registry: Registry): Generator<SavedNode> {
  for (const [id, node] of scope.nodes) {
    if (node.mode === MUTED || node.mode === BYPASSED || virtualRole(node) !== undefined) continue;
    const inner = scope.inner.get(id);
    if (inner === undefined) yield savedNode(node, scope, registry);
    else yield* savedNodes(inner, registry);
  }
}

function savedNode(node: EditorNode, scope: Scope, registry: Registry): SavedNode {
  const inputs = new Map<string, Source>();
  const promoted = scope.outside?.widgets.get(String(node.id)) ?? [];
  for (const [name, value] of [...widgetValues(node, registry), ...promoted])
    inputs.set(name, { kind: "value", value });
  for (const input of node.inputs ?? []) {
    const source = resolve(input.link, scope);
    if (source !== null) inputs.set(input.name, source);
  }
  return {
    id: nodeId(`${scope.prefix}${node.id}`),
    type: node.type,
    title: node.title ?? "",
    inputs: Object.fromEntries(inputs),
    version: versionOf(node.properties?.version),
  };
}
