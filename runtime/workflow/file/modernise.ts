import type { NodeId, Prompt, PromptNode, Source } from "../graph/prompt.ts";
import { type Migrated, migrate } from "../node/migration.ts";
import { type Registry, replacementFor } from "../node/registry.ts";
import { replace } from "../node/replacement.ts";
import type { SavedNode, SavedPrompt } from "./saved-prompt.ts";

interface Modern extends Migrated {
  readonly type: string;
}

/**
 * Brings every node to what is installed: a type that is gone becomes the one that replaces it, an older version goes
 * through the definition's migrations. Links follow their outputs; a link to an output that is gone is dropped.
 */
export function modernise(saved: SavedPrompt, registry: Registry): Prompt {
  const modern = new Map<NodeId, Modern>();
  for (const node of saved.values()) {
    const change = changeOf(node, registry);
    if (change !== null) modern.set(node.id, change);
  }
  return new Map([...saved.values()].map((node) => [node.id, follow(node, modern)]));
}

function changeOf({ type, version, inputs }: SavedNode, registry: Registry): Modern | null {
  const replacement = replacementFor(type, registry);
  if (replacement !== null) return { type: replacement.newType, ...replace(replacement, inputs) };
  const definition = registry.get(type);
  if (definition === undefined || version === null || version >= definition.version) return null;
  return { type, ...migrate(definition, version, inputs) };
}

function follow({ version: _version, ...node }: SavedNode, modern: ReadonlyMap<NodeId, Modern>): PromptNode {
  const { type, inputs } = modern.get(node.id) ?? node;
  if (modern.size === 0) return node;
  const moved = Object.entries(inputs).flatMap(([name, source]): [string, Source][] => {
    if (source.kind === "value") return [[name, source]];
    const slot = modern.get(source.node)?.slot(source.slot) ?? null;
    if (!modern.has(source.node)) return [[name, source]];
    return slot === null ? [] : [[name, { ...source, slot }]];
  });
  return { ...node, type, inputs: Object.fromEntries(moved) };
}
