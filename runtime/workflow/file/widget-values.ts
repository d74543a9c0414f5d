import type { NodeDefinition } from "../node/define-node.ts";
import type { EditorNode } from "./editor-file.ts";

/** The values of a node's widgets by input name. Values saved by name win over values saved by position. */
export function widgetValues(node: EditorNode, definition: NodeDefinition | undefined): ReadonlyMap<string, unknown> {
  const saved = node.widgets_values;
  const positional = Array.isArray(saved) && definition !== undefined ? byPosition(saved, definition) : [];
  const named = { ...(Array.isArray(saved) ? {} : saved), ...node.widgets_values_named };
  return new Map([...positional, ...Object.entries(named).filter(([name]) => isWidget(name, definition))]);
}

/** Widgets in the order of the ports; a seed's `randomize` and its like are stepped over. */
function byPosition(saved: readonly unknown[], definition: NodeDefinition): [string, unknown][] {
  const values: [string, unknown][] = [];
  let next = 0;
  for (const [name, { widget }] of Object.entries(definition.inputs)) {
    if (widget === null || next >= saved.length) continue;
    values.push([name, saved[next]]);
    next += 1;
    if (widget.companions.some((companion) => companion === saved[next])) next += 1;
  }
  return values;
}

/** Editors also save widgets of their own by name, such as `control_after_generate`; those are no inputs. */
function isWidget(name: string, definition: NodeDefinition | undefined): boolean {
  if (definition === undefined) return true;
  return Object.hasOwn(definition.inputs, name) && definition.inputs[name]?.widget !== null;
}
