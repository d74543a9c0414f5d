import { isObject } from "../../runtime/workflow/file/json.ts";
import { CONTROLS, type Control } from "./control.ts";
import type { DocNode } from "./document.ts";
import type { InputType, NodeType } from "./node-type.ts";

/** The value of each widget, and of each seed its control. */
export interface Values {
  readonly values: ReadonlyMap<string, unknown>;
  readonly controls: ReadonlyMap<string, Control>;
}

/** The values that a new node of a type has. */
export function firstValues(type: NodeType): Values {
  return {
    values: new Map(widgetsOf(type).map((input) => [input.name, input.default ?? firstValue(input)])),
    controls: new Map(widgetsOf(type).flatMap((input) => (isSeed(input) ? [[input.name, "fixed"] as const] : []))),
  };
}

/** The values of a node in a file: those saved by name win over those saved by position. */
export function valuesOf(node: DocNode, type: NodeType): Values {
  const first = firstValues(type);
  const values = new Map(first.values);
  const controls = new Map(first.controls);
  const saved = node.widgets_values;
  if (Array.isArray(saved)) {
    let next = 0;
    for (const input of widgetsOf(type)) {
      if (next >= saved.length) break;
      const value = saved[next++];
      if (value != null || input.inherits !== true) values.set(input.name, value);
      const control = isSeed(input) ? controlOf(saved[next]) : null;
      if (control !== null) {
        controls.set(input.name, control);
        next += 1;
      }
    }
  }
  const named = {
    ...(isObject(saved) ? saved : {}),
    ...(isObject(node.widgets_values_named) ? node.widgets_values_named : {}),
  };
  for (const { name, inherits } of widgetsOf(type)) {
    if (Object.hasOwn(named, name) && (named[name] != null || inherits !== true)) values.set(name, named[name]);
  }
  return { values, controls };
}

/** The keys of a node that hold values: by position, and by name beside it. */
export function writeValues({ values, controls }: Values, type: NodeType): Pick<DocNode, string> {
  const positional: unknown[] = [];
  const named: Record<string, unknown> = {};
  for (const input of widgetsOf(type)) {
    const given = values.get(input.name) ?? null;
    const value = input.inherits === true && given === (input.default ?? null) ? null : given;
    positional.push(value);
    if (isSeed(input)) positional.push(controls.get(input.name) ?? "fixed");
    named[input.name] = value;
  }
  return { widgets_values: positional, widgets_values_named: named };
}

export function widgetsOf(type: NodeType): readonly InputType[] {
  return type.inputs.filter(({ widget }) => widget !== null);
}

export function isSeed({ widget }: InputType): boolean {
  return widget?.kind === "number" && widget.seed;
}

function controlOf(value: unknown): Control | null {
  return CONTROLS.find((control) => control === value) ?? null;
}

/** A required widget without a default begins with what is nearest to nothing; an optional one stays empty. */
function firstValue({ widget, required }: InputType): unknown {
  if (!required || widget === null) return null;
  switch (widget.kind) {
    case "number":
      return Math.max(widget.min, Math.min(widget.max, 0));
    case "text":
      return "";
    case "boolean":
      return false;
    case "choice":
      return widget.choices[0] ?? "";
  }
}
