import { type INodeInputSlot, type INodeSlot, type IWidget, LGraphNode, type Point } from "@comfyorg/litegraph";
import { METRICS } from "../../core/node-size.ts";
import { type InputType, type NodeType, noteInput } from "../../core/node-type.ts";
import { type Values, widgetsOf } from "../../core/values.ts";
import type { Box } from "../draw/pictures.ts";
import type { CanvasHost } from "../host.ts";
import { pressField } from "./press-field.ts";

/** A widget of the canvas: where it lies. What it holds is in the node's values. */
export type FieldWidget = Extract<IWidget, { readonly type: "custom" }> & { readonly input: InputType };

/** Room around a node in which its ports can still be hit. */
const REACH = 9;
/** The least height in which a picture is shown inside of a node; with less it hangs below. */
const LEAST_PICTURE = 96;

/** A node on the canvas: litegraph's, with our layout and our values. */
export class EditorNode extends LGraphNode {
  /** Null for a node of a type that is not installed: it keeps what the file says. */
  info: NodeType | null = null;
  host: CanvasHost | null = null;
  values: Values | null = null;
  /** The widget whose words are Markdown, in a node that is a note. */
  note: string | null = null;
  /** True for what one can go into. */
  isSubgraph = false;
  /** Where pictures or words are shown, if any are. */
  shown: Box | null = null;
  /** How far the card reaches below the body for them. */
  hang = 0;
  pictureBoxes: readonly Box[] = [];
  fields: FieldWidget[] = [];
  #end = 0;

  /** Gives the node what its type says it has. */
  adopt(info: NodeType | null, host: CanvasHost): void {
    this.info = info;
    this.note = info === null ? null : noteInput(info);
    this.host = host;
    this.fields = info === null ? [] : widgetsOf(info).map(fieldWidget);
    this.widgets = this.fields;
    this.onBounding = (out) => {
      out[0] -= REACH;
      out[2] += REACH * 2;
      if (!this.flags.collapsed) out[3] += this.hang;
    };
    this.onConnectInput = (slot, _type, _output, from, fromSlot) => {
      const input = this.inputs[slot];
      if (input === undefined) return false;
      return host.refusal({ from: from.id, slot: fromSlot, to: this.id, input: input.name }) === null;
    };
    this.onNodeTitleDblClick = () => host.onRename(String(this.id));
    this.onDblClick = (_event, [x = 0, y = 0]) => {
      const index = this.pictureBoxes.findIndex((box) => isIn(box, x, y));
      if (index >= 0) host.onOpenPicture(String(this.id), index);
      else if (y >= 0) host.onEnter(String(this.id));
    };
  }

  /** The least size that ports and widgets need. */
  override computeSize(): [number, number] {
    const plain = this.inputs.filter(({ widget }) => widget === undefined).length;
    const rows = Math.max(plain, this.outputs.length);
    const widgets = this.fields.reduce((sum, { input }) => sum + leastHeight(input) + METRICS.gap, 0);
    return [180, rows * METRICS.slot + (rows > 0 ? 8 : 4) + widgets + METRICS.bottom];
  }

  /** Finds the place of everything in the node. */
  override arrange(): void {
    const [width = 0, height = 0] = this.size;
    let row = 0;
    for (const input of this.inputs) {
      if (input.widget !== undefined) continue;
      place(input, this, 0, (row + 0.5) * METRICS.slot + 6, 22);
      row += 1;
    }
    this.outputs.forEach((output, i) => {
      place(output, this, width, (i + 0.5) * METRICS.slot + 6, 22);
    });
    const rows = Math.max(row, this.outputs.length);
    let y = rows * METRICS.slot + (rows > 0 ? 8 : 4);
    const least = this.computeSize()[1];
    const tall = this.fields.filter(({ input }) => isTall(input)).length;
    const spare = tall === 0 ? 0 : Math.max(0, height - least) / tall;
    for (const field of this.fields) {
      const own = leastHeight(field.input) + METRICS.gap + (isTall(field.input) ? spare : 0);
      field.y = y;
      field.last_y = y;
      field.computedHeight = own;
      const slot = this.inputs.find(({ widget }) => widget?.name === field.name);
      if (slot !== undefined) place(slot, this, 0, y + Math.min(own, METRICS.widget) / 2, 12);
      field.computedDisabled = slot?.link != null;
      y += own;
    }
    this.#end = y;
    if (least > height) this.setSize([width, least]);
  }

  /** Makes room for what the node shows; `ratio` is height by width of it, null for nothing. */
  makeRoom(ratio: number | null): void {
    const [width = 0, height = 0] = this.size;
    this.hang = 0;
    this.shown = null;
    if (ratio === null) return;
    const wide = width - 24;
    const free = height - this.#end - METRICS.bottom;
    if (free >= LEAST_PICTURE) this.shown = { x: 12, y: this.#end + 2, width: wide, height: free };
    else {
      const tall = Math.max(60, Math.min(wide * ratio, wide * 1.4));
      this.hang = tall + METRICS.bottom;
      this.shown = { x: 12, y: height, width: wide, height: tall };
    }
  }

  override getInputSlotPos(input: INodeInputSlot): Point {
    return this.#at(0, input.pos?.[1]);
  }

  override getOutputPos(slot: number): Point {
    const wide = this.flags.collapsed ? (this._collapsed_width ?? this.size[0] ?? 0) : (this.size[0] ?? 0);
    return this.#at(wide, this.outputs[slot]?.pos?.[1]);
  }

  #at(x: number, y: number | undefined): Point {
    const { pos } = this;
    return [(pos[0] ?? 0) + x, (pos[1] ?? 0) + (this.flags.collapsed ? -METRICS.title / 2 : (y ?? METRICS.slot / 2))];
  }
}

function fieldWidget(input: InputType): FieldWidget {
  return {
    type: "custom",
    name: input.name,
    value: "",
    options: {},
    y: 0,
    serialize: false,
    input,
    onPointerDown: (pointer, node, canvas) => {
      if (node instanceof EditorNode) pressField(pointer, node, input, canvas);
      return true;
    },
  };
}

/** Puts a port at a place in the node, and says what of its neighbourhood belongs to it, in units of the graph. */
function place(slot: INodeSlot, node: LGraphNode, x: number, y: number, reach: number): void {
  slot.pos = [x, y];
  const [left = 0, top = 0] = node.pos;
  const { boundingRect } = slot;
  boundingRect[0] = left + x - REACH;
  boundingRect[1] = top + y - 11;
  boundingRect[2] = REACH + reach;
  boundingRect[3] = 22;
}

function isTall({ widget }: InputType): boolean {
  return widget?.kind === "text" && widget.multiline;
}

function leastHeight(input: InputType): number {
  return isTall(input) ? METRICS.text : METRICS.widget;
}

function isIn({ x, y, width, height }: Box, pointX: number, pointY: number): boolean {
  return pointX >= x && pointX <= x + width && pointY >= y && pointY <= y + height;
}
