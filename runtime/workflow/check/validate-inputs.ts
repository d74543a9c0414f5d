import { outputType } from "../graph/output-type.ts";
import type { NodeId, Prompt, Source } from "../graph/prompt.ts";
import { show } from "../graph/show.ts";
import { suggest } from "../graph/suggest.ts";
import { titleOf } from "../graph/title.ts";
import type { Port } from "../node/port-type.ts";
import type { Registry } from "../node/registry.ts";
import type { Issue } from "./issue.ts";

interface Place {
  readonly node: NodeId;
  readonly title: string;
  readonly input: string;
}

/** The problems of one node's inputs; none for a node of unknown type. */
export function validateInputs(id: NodeId, prompt: Prompt, registry: Registry): Issue[] {
  const node = prompt.get(id);
  const definition = node && registry.get(node.type);
  if (node === undefined || definition === undefined) return [];
  const title = titleOf(node, registry);
  const known = Object.keys(definition.inputs);

  const strange = Object.keys(node.inputs)
    .filter((input) => !known.includes(input))
    .map((input): Issue => ({ code: "unknown-input", node: id, title, input, nearest: suggest(input, known), known }));
  const wrong = Object.entries(definition.inputs).flatMap(([input, port]) => {
    const source = Object.hasOwn(node.inputs, input) ? node.inputs[input] : undefined;
    return validateInput({ node: id, title, input }, port, source, prompt, registry);
  });
  return [...strange, ...wrong];
}

function validateInput(
  place: Place,
  port: Port<unknown>,
  source: Source | undefined,
  prompt: Prompt,
  registry: Registry,
): Issue[] {
  if (source === undefined) {
    return port.required ? [{ code: "missing-input", ...place, type: port.type }] : [];
  }
  if (source.kind === "value") return validateValue(place, port, source.value);

  const from = prompt.get(source.node);
  if (from !== undefined && !registry.has(from.type)) return []; // reported as an unknown type
  const got = outputType(source.node, source.slot, prompt, registry);
  if (got === null) return [{ code: "broken-link", ...place, source: source.node, slot: source.slot }];
  const fits = got === "*" || port.accepts.includes("*") || port.accepts.includes(got);
  return fits ? [] : [{ code: "link-type", ...place, type: port.type, got, source: source.node }];
}

function validateValue(place: Place, port: Port<unknown>, value: unknown): Issue[] {
  if (port.widget === null) return [{ code: "needs-link", ...place, type: port.type }];
  if (value === null && !port.required) return []; // an empty widget: the port's default
  const reading = port.read(value);
  if (reading.ok) return [];
  const { reason, expected } = reading;
  return [{ code: "bad-value", ...place, reason, expected, got: show(value) }];
}
