import type { Registry } from "../node/registry.ts";
import type { Prompt, PromptNode } from "./prompt.ts";
import { plainName } from "./suggest.ts";
import { titleOf } from "./title.ts";

/** The node with this id, else all that have this title; case, spaces and punctuation of a title count for nothing. */
export function nodesNamed(name: string, prompt: Prompt, registry: Registry): PromptNode[] {
  const nodes = [...prompt.values()];
  const byId = nodes.filter((node) => node.id === name);
  return byId.length > 0 ? byId : nodes.filter((node) => plainName(titleOf(node, registry)) === plainName(name));
}
