import { workflowErrors } from "../errors.ts";
import type { PromptNode, Source } from "../graph/prompt.ts";
import { show } from "../graph/show.ts";
import { titleOf } from "../graph/title.ts";
import type { NodeDefinition } from "../node/define-node.ts";
import type { Port } from "../node/port-type.ts";
import { type Keyed, type KeyedOutputs, literalKey } from "./cache-key.ts";
import { type Run, type Scope, valuesOf } from "./scope.ts";

const NOTHING: Keyed = { value: undefined, key: literalKey(undefined) };

/**
 * The inputs of a node with their keys, once the nodes they come from are done.
 * @throws WORKFLOW_INPUT_REFUSED when a linked value is not what the port takes.
 */
export async function gather(
  node: PromptNode,
  definition: NodeDefinition,
  scope: Scope,
  run: Run,
): Promise<KeyedOutputs> {
  const entries = Object.entries(definition.inputs).map(async ([name, port]) => {
    const source = Object.hasOwn(node.inputs, name) ? node.inputs[name] : undefined;
    const { value, key } = await sourceValue(source, port, scope, run);
    const missing = value === undefined || (value === null && port.widget !== null);
    const reading = missing && !port.required ? ({ ok: true, value: port.default } as const) : port.read(value);
    const refused = missing && port.required;
    if (reading.ok && !refused) return [name, { value: reading.value, key }] as const;
    throw workflowErrors.INPUT_REFUSED({
      node: node.id,
      title: titleOf(node, run.registry),
      input: name,
      expected: reading.ok ? port.type : reading.expected,
      got: show(value),
    });
  });
  return Object.fromEntries(await Promise.all(entries));
}

async function sourceValue(source: Source | undefined, port: Port<unknown>, scope: Scope, run: Run): Promise<Keyed> {
  if (source === undefined) return { value: port.default, key: literalKey(port.default) };
  if (source.kind === "value") {
    const reading = port.read(source.value);
    const value = reading.ok ? reading.value : source.value;
    return { value, key: literalKey(value) };
  }
  const outputs = await valuesOf(source.node, scope);
  const type = run.prompt.get(source.node)?.type ?? "";
  const name = Object.keys(run.registry.get(type)?.outputs ?? {})[source.slot] ?? "";
  return outputs?.[name] ?? NOTHING;
}
