import type { CanvasPointer, LGraphCanvas } from "@comfyorg/litegraph";
import { CONTROLS, type Control } from "../../core/control.ts";
import type { InputType } from "../../core/node-type.ts";
import type { Values } from "../../core/values.ts";
import { CONTROL_WIDTH, fieldBox, isBounded } from "../draw/field.ts";
import type { EditorNode } from "./node.ts";

/** What a press on a widget does: a click changes or opens it, a drag along a number scrubs it. */
export function pressField(pointer: CanvasPointer, node: EditorNode, input: InputType, canvas: LGraphCanvas): void {
  const field = node.fields.find(({ name }) => name === input.name);
  const { values, host } = node;
  const { widget } = input;
  if (field === undefined || values === null || host === null || widget === null) return;
  const box = fieldBox(field.y, node.size[0] ?? 0, field.computedHeight ?? 0);
  const value = values.values.get(input.name) ?? null;
  const set = (next: unknown): void => {
    node.values = { ...values, values: new Map(values.values).set(input.name, next) };
    canvas.setDirty(true, false);
  };

  pointer.onClick = (event) => {
    const x = event.canvasX - (node.pos[0] ?? 0);
    if (values.controls.has(input.name) && x > box.x + box.width - CONTROL_WIDTH) {
      node.values = nextControl(values, input.name);
      canvas.setDirty(true, false);
    } else if (widget.kind === "boolean" && value !== null) set(!value);
    else host.onField({ node: String(node.id), input, value, area: onPage(box, node, canvas), scale: canvas.ds.scale });
  };
  if (widget.kind !== "number") return;
  const start = typeof value === "number" ? value : null;
  const grain = isBounded(widget) ? (widget.max - widget.min) / box.width : widget.step / 4;
  const from = pointer.eDown?.canvasX;
  pointer.onDrag = (event) => {
    if (start === null || from === undefined) return;
    const fine = event.shiftKey ? 0.1 : 1;
    const wished = start + (event.canvasX - from) * grain * fine;
    const stepped = Math.round(wished / widget.step) * widget.step;
    const bounded = Math.max(widget.min, Math.min(widget.max, widget.integer ? Math.round(wished) : stepped));
    set(Number(bounded.toPrecision(12)));
  };
}

function nextControl(values: Values, name: string): Values {
  const at = CONTROLS.indexOf(values.controls.get(name) ?? "fixed");
  const next: Control = CONTROLS[(at + 1) % CONTROLS.length] ?? "fixed";
  return { ...values, controls: new Map(values.controls).set(name, next) };
}

function onPage(box: ReturnType<typeof fieldBox>, node: EditorNode, { ds, canvas }: LGraphCanvas) {
  const { left, top } = canvas.getBoundingClientRect();
  const [offsetX = 0, offsetY = 0] = ds.offset;
  return {
    x: left + ((node.pos[0] ?? 0) + box.x + offsetX) * ds.scale,
    y: top + ((node.pos[1] ?? 0) + box.y + offsetY) * ds.scale,
    width: box.width * ds.scale,
    height: box.height * ds.scale,
  };
}
