import type { Issue } from "../check/issue.ts";
import { nodesNamed } from "../graph/nodes-named.ts";
import type { Prompt, PromptNode } from "../graph/prompt.ts";
import { suggest } from "../graph/suggest.ts";
import { titleOf } from "../graph/title.ts";
import type { Registry } from "../node/registry.ts";

/**
 * Writes values into a workflow. A setting is `NODE.INPUT=VALUE`; NODE is an id or a title, a value replaces a link.
 * Settings that fit no node or input come back as issues; whether a value fits is for `validate` to say.
 */
export function applySettings(
  prompt: Prompt,
  settings: readonly string[],
  registry: Registry,
): { readonly prompt: Prompt; readonly issues: readonly Issue[] } {
  const changed = new Map(prompt);
  const issues: Issue[] = [];
  for (const setting of settings) {
    const place = locate(setting, changed, registry);
    if ("code" in place) issues.push(place);
    else {
      const { node, input, value } = place;
      changed.set(node.id, { ...node, inputs: { ...node.inputs, [input]: { kind: "value", value } } });
    }
  }
  return { prompt: changed, issues };
}

interface Located {
  readonly node: PromptNode;
  readonly input: string;
  readonly value: string;
}

function locate(setting: string, prompt: Prompt, registry: Registry): Located | Issue {
  const equals = setting.indexOf("=");
  const dot = setting.lastIndexOf(".", equals);
  if (equals < 0 || dot < 1 || dot + 1 === equals) return { code: "set-form", setting };
  const [name, input, value] = [setting.slice(0, dot), setting.slice(dot + 1, equals), setting.slice(equals + 1)];

  const nodes = nodesNamed(name, prompt, registry);
  const [node] = nodes;
  if (node === undefined) {
    const known = [...prompt.values()].map((each) => titleOf(each, registry));
    return { code: "set-unknown-node", name, nearest: suggest(name, known), known };
  }
  if (nodes.length > 1) return { code: "set-ambiguous-node", name, nodes: nodes.map(({ id }) => id) };

  const known = Object.keys(registry.get(node.type)?.inputs ?? node.inputs);
  if (known.includes(input)) return { node, input, value };
  const at = { node: node.id, title: titleOf(node, registry), input };
  return { code: "set-unknown-input", ...at, nearest: suggest(input, known), known };
}
