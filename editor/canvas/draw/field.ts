import type { Control } from "../../core/control.ts";
import { METRICS } from "../../core/node-size.ts";
import type { WidgetType } from "../../core/node-type.ts";

import { FONT, type Look } from "./look.ts";
import { drawMarkdown } from "./markdown.ts";
import { fitText, wrapText } from "./text.ts";

type Context = CanvasRenderingContext2D;

/** A widget as it is drawn. */
export interface Field {
  readonly label: string;
  readonly widget: WidgetType;
  readonly value: unknown;
  readonly control: Control | null;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly isLinked: boolean;
  readonly isHovered: boolean;
  readonly isBad: boolean;
  /** Its words are Markdown. */
  readonly isNote: boolean;
  readonly words: { readonly automatic: string; readonly empty: string; readonly linked: string };
}

const RADIUS = 7;

/** Width of what is at the right of a seed, in units of the graph: a press there changes its control. */
export const CONTROL_WIDTH = 34;

const CONTROL_SIGNS: { readonly [C in Control]: string } = {
  fixed: "=",
  increment: "+1",
  decrement: "−1",
  randomize: "⚄",
};

/** Draws a widget in its place. */
export function drawField(context: Context, field: Field, look: Look): void {
  const { x, y, width, height, isLinked, isHovered, isBad, widget } = field;
  context.globalAlpha = isLinked ? 0.45 : 1;
  context.fillStyle = look.field;
  context.beginPath();
  context.roundRect(x, y, width, height, RADIUS);
  context.fill();
  if (!isLinked) fillPart(context, field, look);
  context.lineWidth = isBad ? 1.5 : 1;
  context.strokeStyle = isBad ? look.bad : isHovered && !isLinked ? look.accent : look.fieldEdge;
  context.beginPath();
  context.roundRect(x, y, width, height, RADIUS);
  context.stroke();
  context.textBaseline = "middle";
  if (widget.kind === "text" && widget.multiline) drawLines(context, field, look);
  else drawRow(context, field, widget, look);
  context.globalAlpha = 1;
}

/** A number between two ends shows where it lies between them. */
function fillPart(context: Context, field: Field, look: Look): void {
  const part = partOf(field);
  if (part === 0) return;
  const { x, y, width, height } = field;
  const right = part === 1 ? RADIUS : 0;
  context.fillStyle = look.fill;
  context.beginPath();
  context.roundRect(x, y, width * part, height, [RADIUS, right, right, RADIUS]);
  context.fill();
}

/** How much of a number's range its value takes, from 0 to 1; 0 for what has no range. */
export function partOf({ widget, value }: Pick<Field, "widget" | "value">): number {
  if (widget.kind !== "number" || widget.seed || typeof value !== "number" || !isBounded(widget)) return 0;
  return Math.max(0, Math.min(1, (value - widget.min) / (widget.max - widget.min)));
}

/** True for a number whose ends are near enough that a slider makes sense. */
export function isBounded(widget: WidgetType & { readonly kind: "number" }): boolean {
  return widget.max - widget.min <= 1_000_000 && widget.max > widget.min;
}

function drawRow(context: Context, field: Field, widget: WidgetType, look: Look): void {
  const { x, y, width, height, label, value, isLinked, words } = field;
  const middle = y + height / 2 + 0.5;
  context.font = `12px ${FONT}`;
  context.textAlign = "left";
  context.fillStyle = look.muted;
  const name = fitText(context, label, width * 0.55);
  context.fillText(name, x + 10, middle);
  const left = x + 18 + Math.min(name.length * 8, width * 0.55);
  let right = x + width - 10;
  if (isLinked) {
    context.textAlign = "right";
    context.fillStyle = look.faint;
    context.fillText(fitText(context, words.linked, right - left), right, middle);
    return;
  }
  if (widget.kind === "boolean" && value !== null) {
    drawSwitch(context, right - 26, y + height / 2, value === true, look);
    return;
  }
  if (widget.kind === "choice") {
    context.strokeStyle = look.muted;
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(right - 8, middle - 2);
    context.lineTo(right - 4, middle + 2);
    context.lineTo(right, middle - 2);
    context.stroke();
    right -= 14;
  }
  if (field.control !== null) {
    context.textAlign = "center";
    context.font = `600 12px ${FONT}`;
    context.fillStyle = field.control === "fixed" ? look.faint : look.accent;
    context.fillText(CONTROL_SIGNS[field.control], x + width - CONTROL_WIDTH / 2, middle);
    right = x + width - CONTROL_WIDTH;
  }
  if (widget.kind === "text" && widget.look === "colour" && typeof value === "string") {
    context.fillStyle = value;
    context.strokeStyle = look.faint;
    context.lineWidth = 1;
    context.beginPath();
    context.roundRect(right - 16, middle - 8, 16, 16, 4);
    context.fill();
    context.stroke();
    right -= 22;
  }
  const shown = showValue(widget, value);
  context.textAlign = "right";
  context.font = `500 12px ${FONT}`;
  context.fillStyle = shown === null ? look.faint : look.text;
  context.fillText(
    fitText(context, shown ?? (value === null ? words.automatic : words.empty), right - left),
    right,
    middle,
  );
}

function showValue(widget: WidgetType, value: unknown): string | null {
  if (value === null || value === undefined || value === "") return null;
  if (widget.kind === "number" && typeof value === "number") {
    const text = widget.integer ? String(value) : String(Math.round(value * 1e4) / 1e4);
    return widget.unit === "" ? text : `${text} ${widget.unit}`;
  }
  return String(value);
}

function drawLines(context: Context, field: Field, look: Look): void {
  const { x, y, width, height, value, label, isLinked, words } = field;
  const text = typeof value === "string" ? value : "";
  context.textAlign = "left";
  if (text === "" || isLinked) {
    context.font = `12px ${FONT}`;
    context.fillStyle = look.faint;
    context.fillText(isLinked ? `${label} · ${words.linked}` : label, x + 10, y + 15);
    return;
  }
  if (field.isNote) {
    drawMarkdown(context, text, { x: x + 10, y: y + 4, width: width - 20, height: height - 8 }, look);
    return;
  }
  context.font = `13px ${FONT}`;
  context.fillStyle = look.text;
  const most = Math.max(1, Math.floor((height - 10) / 17));
  wrapText(context, text, width - 20, most).forEach((line, i) => {
    context.fillText(line, x + 10, y + 14 + i * 17);
  });
}

function drawSwitch(context: Context, x: number, middle: number, isOn: boolean, look: Look): void {
  context.fillStyle = isOn ? look.accent : look.faint;
  context.beginPath();
  context.roundRect(x, middle - 7, 26, 14, 7);
  context.fill();
  context.fillStyle = look.card;
  context.beginPath();
  context.arc(x + (isOn ? 19 : 7), middle, 5, 0, Math.PI * 2);
  context.fill();
}

/** Where a widget lies in its node: ports stand at the edge, so fields keep clear of it. */
export function fieldBox(
  y: number,
  width: number,
  height: number,
): { x: number; y: number; width: number; height: number } {
  return { x: 12, y, width: width - 24, height: height - METRICS.gap };
}
