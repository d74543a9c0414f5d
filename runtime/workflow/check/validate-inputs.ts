import { outputType } from "../graph/output-type.ts";
import type { NodeId, Prompt, Source } from "../graph/prompt.ts";
import { show } from "../graph/show.ts";
import { suggest } from "../graph/suggest.ts";
import { titleOf } from "../graph/title.ts";
import { typeFits } from "../graph/type-fits.ts";
import type { Port } from "../node/port-type.ts";
import type { Registry } from "../node/registry.ts";
import type { Issue } from "./issue.ts";
import { portOf } from "./port-of.ts";

interface Place {
  readonly node: NodeId;
  readonly title: string;
  readonly input: string;
}

/** What the checks of all nodes share. */
export interface Graph {
  readonly prompt: Prompt;
  readonly registry: Registry;
  /** Types of outputs found so far. */
  readonly types: Map<string, string | null>;
}

/** The problems of one node's inputs; none for a node of unknown type. */
export function validateInputs(id: NodeId, graph: Graph): Issue[] {
  const { prompt, registry } = graph;
  const node = prompt.get(id);
  const definition = node && registry.get(node.type);
  if (node === undefined || definition === undefined) return [];
  const title = titleOf(node, registry);
  const known = Object.keys(definition.inputs);

  const issues: Issue[] = [];
  for (const [input, source] of Object.entries(node.inputs)) {
    const place = { node: id, title, input };
    const port = portOf(definition, input);
    if (port === null) issues.push({ code: "unknown-input", ...place, nearest: suggest(input, known), known });
    else issues.push(...validateInput(place, port, source, graph));
  }
  for (const [input, port] of Object.entries(definition.inputs)) {
    if (Object.hasOwn(node.inputs, input) || !port.required) continue;
    issues.push({ code: "missing-input", node: id, title, input, type: port.type });
  }
  return issues;
}

function validateInput(place: Place, port: Port<unknown>, source: Source, graph: Graph): Issue[] {
  if (source.kind === "value") return validateValue(place, port, source.value);
  const { prompt, registry, types } = graph;
  const from = prompt.get(source.node);
  if (from !== undefined && !registry.has(from.type)) return []; // reported as an unknown type
  const got = outputType(source.node, source.slot, prompt, registry, types);
  if (got === null) return [{ code: "broken-link", ...place, source: source.node, slot: source.slot }];
  if (typeFits(got, port.accepts)) return [];
  return [{ code: "link-type", ...place, type: port.type, got, source: source.node, slot: source.slot }];
}

function validateValue(place: Place, port: Port<unknown>, value: unknown): Issue[] {
  if (value === null && !port.required) return []; // an empty widget, or nothing on purpose
  if (port.widget === null) return [{ code: "needs-link", ...place, type: port.type }];
  const reading = port.read(value);
  if (reading.ok) return [];
  const { reason, expected } = reading;
  return [{ code: "bad-value", ...place, reason, expected, got: show(value) }];
}
