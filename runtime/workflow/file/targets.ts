import type { Issue } from "../check/issue.ts";
import { nodesNamed } from "../graph/nodes-named.ts";
import type { NodeId, Prompt } from "../graph/prompt.ts";
import { suggest } from "../graph/suggest.ts";
import { titleOf } from "../graph/title.ts";
import type { Registry } from "../node/registry.ts";

/** The nodes to run for, by ids or titles. A name that fits none, or several, comes back as an issue. */
export function findTargets(
  names: readonly string[],
  prompt: Prompt,
  registry: Registry,
): { readonly targets: readonly NodeId[]; readonly issues: readonly Issue[] } {
  const targets = new Set<NodeId>();
  const issues: Issue[] = [];
  for (const name of names) {
    const nodes = nodesNamed(name, prompt, registry);
    const [node] = nodes;
    if (node === undefined) {
      const known = [...prompt.values()].map((each) => titleOf(each, registry));
      issues.push({ code: "unknown-target", name, nearest: suggest(name, known), known });
    } else if (nodes.length > 1) issues.push({ code: "ambiguous-target", name, nodes: nodes.map(({ id }) => id) });
    else targets.add(node.id);
  }
  return { targets: [...targets], issues };
}
