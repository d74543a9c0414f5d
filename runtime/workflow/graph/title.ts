import type { Registry } from "../node/registry.ts";
import type { PromptNode } from "./prompt.ts";

/** What to call a node: the name a person gave it, else its definition's title, else its type. */
export function titleOf(node: PromptNode, registry: Registry): string {
  return node.title || (registry.get(node.type)?.title ?? node.type);
}
