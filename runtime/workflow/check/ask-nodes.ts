import type { NodeId, Prompt, PromptNode } from "../graph/prompt.ts";
import { titleOf } from "../graph/title.ts";
import type { NodeDefinition } from "../node/define-node.ts";
import type { Port } from "../node/port-type.ts";
import type { Registry } from "../node/registry.ts";
import type { Issue } from "./issue.ts";
import { portOf } from "./port-of.ts";

/** What nodes say themselves about what the file gives them. Their inputs must be free of issues. */
export async function askNodes(ids: readonly NodeId[], prompt: Prompt, registry: Registry): Promise<Issue[]> {
  const asked = ids.map(async (id): Promise<Issue[]> => {
    const node = prompt.get(id);
    const definition = node && registry.get(node.type);
    if (node === undefined || definition?.validate === undefined) return [];
    const at = { node: id, title: titleOf(node, registry) };
    try {
      const reason = await definition.validate(knownValues(node, definition));
      return reason === null ? [] : [{ code: "refused", ...at, reason }];
    } catch (cause) {
      const [kind, problem] = cause instanceof Error ? [cause.name, cause.message] : ["Error", String(cause)];
      return [{ code: "validator-failed", ...at, kind, problem }];
    }
  });
  return (await Promise.all(asked)).flat();
}

/** The inputs as the file gives them, read by their ports; what comes by a link is undefined. */
function knownValues(node: PromptNode, definition: NodeDefinition): Readonly<Record<string, unknown>> {
  const own = Object.entries(definition.inputs).map(([name, port]) => [name, known(node, name, port)]);
  const others = Object.keys(node.inputs).filter((name) => !Object.hasOwn(definition.inputs, name));
  const rest = others.map((name) => [name, known(node, name, portOf(definition, name))]);
  return { ...Object.fromEntries(own), ...(definition.rest === null ? {} : { rest: Object.fromEntries(rest) }) };
}

function known(node: PromptNode, name: string, port: Port<unknown> | null): unknown {
  const source = Object.hasOwn(node.inputs, name) ? node.inputs[name] : undefined;
  if (source === undefined || port === null) return port?.default;
  if (source.kind === "link") return undefined;
  if (source.value === null && !port.required) return port.default;
  const reading = port.read(source.value);
  return reading.ok ? reading.value : undefined;
}
