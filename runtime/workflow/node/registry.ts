import { workflowErrors } from "../errors.ts";
import type { NodeDefinition } from "./define-node.ts";
import type { Replacement } from "./replacement.ts";

/** The nodes a workflow may use, by type, and what took the place of types that are gone. */
export interface Registry extends ReadonlyMap<string, NodeDefinition> {
  /** By old type. */
  readonly replacements: ReadonlyMap<string, Replacement>;
  /** By the part of a type before the slash: the package that brings such nodes. */
  readonly packs: ReadonlyMap<string, PackRelease>;
}

/** A package of nodes, and which version of it. */
export interface PackRelease {
  readonly name: string;
  readonly version: string;
}

export interface RegistryOptions {
  /** The first one for an old type counts. Default none. */
  readonly replacements?: Iterable<Replacement>;
  /** Default none. */
  readonly packs?: ReadonlyMap<string, PackRelease>;
}

/**
 * Makes a registry.
 * @throws WORKFLOW_DUPLICATE_NODE when two nodes have the same type.
 */
export function createRegistry(
  nodes: Iterable<NodeDefinition>,
  { replacements = [], packs = new Map() }: RegistryOptions = {},
): Registry {
  const registry = new Map<string, NodeDefinition>();
  for (const node of nodes) {
    if (registry.has(node.type)) throw workflowErrors.DUPLICATE_NODE({ type: node.type });
    registry.set(node.type, node);
  }
  const byOldType = new Map<string, Replacement>();
  for (const row of replacements) if (!byOldType.has(row.oldType)) byOldType.set(row.oldType, row);
  return Object.assign(registry, { replacements: byOldType, packs });
}

/** What stands in for a type: the replacement's row where the type itself is not installed and its successor is. */
export function replacementFor(type: string, registry: Registry): Replacement | null {
  const row = registry.has(type) ? undefined : registry.replacements.get(type);
  return row !== undefined && registry.has(row.newType) ? row : null;
}
