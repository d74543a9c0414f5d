import type { Pair } from "./document.ts";
import type { NodeType } from "./node-type.ts";
import { widgetsOf } from "./values.ts";

/** Lengths of a node in units of the graph; the canvas draws by them. */
export const METRICS = { title: 32, slot: 24, widget: 26, gap: 4, text: 84, width: 280, bottom: 10, grid: 16 } as const;

/** The least size of a node of a type, without its title. */
export function nodeSize(type: NodeType): Pair {
  const inputs = type.inputs.filter(({ widget }) => widget === null).length;
  const rows = Math.max(inputs, type.outputs.length, type.inputs.length === 0 && type.outputs.length === 0 ? 1 : 0);
  const widgets = widgetsOf(type).reduce((sum, { widget }) => {
    const isTall = widget?.kind === "text" && widget.multiline;
    return sum + (isTall ? METRICS.text : METRICS.widget) + METRICS.gap;
  }, 0);
  const picture = type.isOutput ? 200 : 0;
  return [METRICS.width, Math.round(rows * METRICS.slot + 8 + widgets + picture + METRICS.bottom)];
}
