import type { NodeDefinition, Port } from "../../workflow/index.ts";

/** The largest step between two values that a slider of decimals makes. */
const STEP = 0.01;

/** A node as `/object_info` tells it: what editors draw, and clients build graphs from. */
export function objectInfo(node: NodeDefinition): Readonly<Record<string, unknown>> {
  const inputs = Object.entries(node.inputs);
  const required = inputs.filter(([, port]) => port.required);
  const optional = inputs.filter(([, port]) => !port.required);
  const outputs = Object.entries(node.outputs);
  return {
    input: { required: specs(required), optional: specs(optional), hidden: {} },
    input_order: { required: required.map(([name]) => name), optional: optional.map(([name]) => name) },
    is_input_list: inputs.some(([, port]) => port.list),
    output: outputs.map(([, { type }]) => type),
    output_is_list: outputs.map(([, { list }]) => list),
    output_name: outputs.map(([name]) => name),
    output_tooltips: outputs.map(([, { description }]) => description),
    output_matchtypes: outputs.map(([, { follows }]) => follows),
    name: node.type,
    display_name: node.title,
    description: node.description,
    python_module: node.type.slice(0, node.type.indexOf("/")),
    category: node.category,
    output_node: node.output,
    deprecated: false,
    experimental: false,
    search_aliases: [],
    version: node.version,
    accepts_any_input: node.rest !== null,
  };
}

function specs(ports: readonly (readonly [string, Port<unknown>])[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(ports.map(([name, port]) => [name, inputSpec(port)]));
}

/** `[type, options]`; a combo is `[choices, options]`, as old clients read it. `accepts` has all types a link may have. */
export function inputSpec(port: Port<unknown>): readonly [unknown, Readonly<Record<string, unknown>>] {
  const { widget, accepts, lazy, description } = port;
  const options = {
    ...(port.default !== undefined && { default: port.default }),
    ...(description !== "" && { tooltip: description }),
    ...(lazy && { lazy }),
    ...(accepts.length > 1 && { accepts }),
    ...widgetOptions(widget),
  };
  if (widget?.kind === "choice") return [widget.choices, options];
  return [port.type, widget === null ? { ...options, forceInput: true } : options];
}

function widgetOptions(widget: Port<unknown>["widget"]): Readonly<Record<string, unknown>> {
  if (widget === null) return {};
  const seed = widget.companions.length > 0 ? { control_after_generate: true } : {};
  switch (widget.kind) {
    case "text":
      return { ...seed, multiline: widget.multiline };
    case "file":
      return { ...seed, image_upload: true };
    case "integer":
      return { ...seed, ...bounds(widget), step: 1 };
    case "number":
      return { ...seed, ...bounds(widget), step: STEP };
    default:
      return seed;
  }
}

/** Bounds that are none are left out. */
function bounds({ min, max, unit }: { readonly min: number; readonly max: number; readonly unit: string }) {
  return {
    ...(min > -Number.MAX_VALUE && { min }),
    ...(max < Number.MAX_VALUE && { max }),
    ...(unit !== "" && { unit }),
  };
}
