import type { JsonObject } from "../../../runtime/workflow/file/json.ts";
import { type DocNode, type DocSlot, nodeOf, type Pair } from "../document.ts";
import { linksOf } from "../links.ts";
import { METRICS } from "../node-size.ts";
import { endId, portsOf } from "./border.ts";

/** A node that stands for a definition, its middle at a place; nothing is linked to it yet. */
export function newInstance(definition: JsonObject, id: number, [x, y]: Pair, order: number): DocNode {
  const inputs = portsOf(definition, "inputs").map(({ name, type }, at) =>
    inputSlot(definition, at, String(name), String(type ?? "*")),
  );
  const outputs = portsOf(definition, "outputs").map(({ name, type }) => ({
    name: String(name),
    type: String(type ?? "*"),
    links: [],
  }));
  const rows = Math.max(inputs.filter(({ widget }) => widget == null).length, outputs.length, 1);
  const height = rows * METRICS.slot + 8 + METRICS.bottom;
  return {
    id,
    type: String(definition.id),
    pos: [Math.round(x - METRICS.width / 2), Math.round(y - height / 2)],
    size: [METRICS.width, height],
    flags: {},
    order,
    mode: 0,
    inputs,
    outputs,
    title: String(definition.name ?? ""),
    properties: { proxyWidgets: [] },
    widgets_values: [],
  };
}

/** The slot of an instance for an input of its definition; it shows a widget when it leads to one. */
export function inputSlot(definition: JsonObject, at: number, name: string, type: string): DocSlot {
  const from = String(endId(definition, "inputs"));
  const isWidget = linksOf(definition).some((link) => {
    if (String(link.from) !== from || link.slot !== at) return false;
    return nodeOf(definition, link.to)?.inputs?.[link.toSlot]?.widget != null;
  });
  return { name, type, link: null, ...(isWidget && { widget: { name } }) };
}
