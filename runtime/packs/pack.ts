import { createRegistry, type NodeDefinition, type Replacement } from "../workflow/index.ts";
import { packsErrors } from "./errors.ts";

/** Version of the interface between packs and this package; raised when a pack made for the one before would break. */
export const PACK_API = 1;

/** What a pack's module exports as `pack`. */
export interface Pack {
  /** The part of its nodes' types before the slash. */
  readonly namespace: string;
  readonly nodes: readonly NodeDefinition[];
  readonly replacements: readonly Replacement[];
}

interface PackSpec {
  readonly namespace: string;
  readonly nodes: readonly NodeDefinition[];
  /** What took the place of types that are gone. Default none. */
  readonly replacements?: readonly Replacement[];
}

const NAMESPACE = /^[a-z][a-z0-9-]*$/;

/**
 * Declares a pack.
 * @throws PACKS_BAD_NAMESPACE, PACKS_FOREIGN_NODE for a node outside its namespace, WORKFLOW_DUPLICATE_NODE.
 */
export function definePack({ namespace, nodes, replacements = [] }: PackSpec): Pack {
  if (!NAMESPACE.test(namespace)) throw packsErrors.BAD_NAMESPACE({ namespace });
  const foreign = nodes.find(({ type }) => !type.startsWith(`${namespace}/`));
  if (foreign !== undefined) throw packsErrors.FOREIGN_NODE({ namespace, type: foreign.type });
  createRegistry(nodes);
  return { namespace, nodes, replacements };
}
