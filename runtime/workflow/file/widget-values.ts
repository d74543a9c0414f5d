import type { NodeDefinition } from "../node/define-node.ts";
import { savedWidgets } from "../node/migration.ts";
import { type Registry, replacementFor } from "../node/registry.ts";
import { versionOf } from "./api-file.ts";
import type { EditorNode } from "./editor-file.ts";

/** Written by editors after a seed; what a file of an older or renamed node has there cannot be told by its port. */
const COMPANIONS: readonly unknown[] = ["fixed", "increment", "decrement", "randomize"];

/** Widgets that editors save by name and that are no inputs. */
const EDITOR_ONLY: ReadonlySet<string> = new Set(["control_after_generate", "control_before_generate", "upload"]);

/** The values of a node's widgets by input name. Values saved by name win over values saved by position. */
export function widgetValues(node: EditorNode, registry: Registry): ReadonlyMap<string, unknown> {
  const saved = node.widgets_values;
  const definition = registry.get(node.type);
  const old = oldWidgets(node, definition, registry);
  const positional = Array.isArray(saved) ? byPosition(saved, old ?? widgetsOf(definition), definition) : [];
  const named = Object.entries({ ...(Array.isArray(saved) ? {} : saved), ...node.widgets_values_named });
  const isCurrent = definition !== undefined && !isOlder(node, definition) && definition.rest === null;
  const inputs = named.filter(([name]) => (isCurrent ? isWidget(name, definition) : !EDITOR_ONLY.has(name)));
  return new Map([...positional, ...inputs]);
}

/** The names of the widgets of a node that was saved when they were others, in order; null when they are those of now. */
function oldWidgets(node: EditorNode, definition: NodeDefinition | undefined, registry: Registry) {
  if (definition === undefined) return replacementFor(node.type, registry)?.oldWidgets ?? null;
  const version = versionOf(node.properties?.version);
  return version === null ? null : savedWidgets(definition, version);
}

function widgetsOf(definition: NodeDefinition | undefined): readonly string[] {
  return Object.entries(definition?.inputs ?? {}).flatMap(([name, { widget }]) => (widget === null ? [] : [name]));
}

/** Widgets in order; a seed's `randomize` and its like are stepped over. */
function byPosition(
  saved: readonly unknown[],
  names: readonly string[],
  definition: NodeDefinition | undefined,
): [string, unknown][] {
  const values: [string, unknown][] = [];
  let next = 0;
  for (const name of names) {
    if (next >= saved.length) break;
    const value = saved[next];
    values.push([name, value]);
    next += 1;
    if (companionsOf(name, value, definition).includes(saved[next])) next += 1;
  }
  return values;
}

function companionsOf(name: string, value: unknown, definition: NodeDefinition | undefined): readonly unknown[] {
  const known = definition !== undefined && Object.hasOwn(definition.inputs, name);
  if (known) return definition.inputs[name]?.widget?.companions ?? [];
  return typeof value === "number" ? COMPANIONS : [];
}

function isWidget(name: string, { inputs }: NodeDefinition): boolean {
  return Object.hasOwn(inputs, name) && inputs[name]?.widget !== null;
}

function isOlder(node: EditorNode, { version }: NodeDefinition): boolean {
  return (versionOf(node.properties?.version) ?? version) < version;
}
