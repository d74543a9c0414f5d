import { workflowErrors } from "../errors.ts";
import type { NodeDefinition } from "./define-node.ts";

/** The nodes a workflow may use, by type. */
export type Registry = ReadonlyMap<string, NodeDefinition>;

/**
 * Makes a registry.
 * @throws WORKFLOW_DUPLICATE_NODE when two nodes have the same type.
 */
export function createRegistry(nodes: Iterable<NodeDefinition>): Registry {
  const registry = new Map<string, NodeDefinition>();
  for (const node of nodes) {
    if (registry.has(node.type)) throw workflowErrors.DUPLICATE_NODE({ type: node.type });
    registry.set(node.type, node);
  }
  return registry;
}
