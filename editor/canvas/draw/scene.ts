import type { DocGroup } from "../../core/document.ts";
import { FONT, type Look } from "./look.ts";
import { fitText } from "./text.ts";

type Context = CanvasRenderingContext2D;

/** The dots behind the graph; they double their distance when one is far away. */
export function drawGrid(context: Context, area: ArrayLike<number>, scale: number, look: Look): void {
  const [left = 0, top = 0, width = 0, height = 0] = [area[0], area[1], area[2], area[3]];
  context.fillStyle = look.canvas;
  context.fillRect(left, top, width, height);
  if (scale < 0.35) return;
  const step = scale < 0.9 ? 64 : 32;
  const size = 1.3 / Math.max(0.5, scale);
  context.fillStyle = look.grid;
  context.beginPath();
  for (let x = Math.floor(left / step) * step; x < left + width; x += step) {
    for (let y = Math.floor(top / step) * step; y < top + height; y += step)
      context.rect(x - size / 2, y - size / 2, size, size);
  }
  context.fill();
}

export function drawGroup(
  context: Context,
  group: Pick<DocGroup, "bounding" | "title" | "color">,
  isSelected: boolean,
  look: Look,
): void {
  const [x, y, width, height] = group.bounding;
  const colour = group.color ?? look.accent;
  context.save();
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.globalAlpha = 0.09;
  context.beginPath();
  context.roundRect(x, y, width, height, 14);
  context.fill();
  context.globalAlpha = isSelected ? 1 : 0.5;
  context.lineWidth = isSelected ? 2 : 1;
  context.stroke();
  context.globalAlpha = 1;
  context.fillStyle = look.text;
  context.font = `600 17px ${FONT}`;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.globalAlpha = 0.85;
  context.fillText(fitText(context, group.title ?? "", width - 28), x + 14, y + 18);
  context.globalAlpha = 0.5;
  context.beginPath();
  context.moveTo(x + width - 6, y + height - 16);
  context.lineTo(x + width - 6, y + height - 6);
  context.lineTo(x + width - 16, y + height - 6);
  context.closePath();
  context.fillStyle = colour;
  context.fill();
  context.restore();
}

/** A reroute whose corner is where the context stands, with its port when it is pointed at or chosen. */
export function drawKnob(
  context: Context,
  knob: {
    readonly size: number;
    /** How far the port reaches beyond it. */
    readonly port: number;
    readonly colour: string;
    readonly isSelected: boolean;
    readonly isHovered: boolean;
  },
  look: Look,
): void {
  const middle = knob.size / 2;
  context.beginPath();
  context.arc(middle, middle, middle - (knob.isHovered ? 1 : 2), 0, Math.PI * 2);
  context.fillStyle = knob.colour || look.muted;
  context.fill();
  context.lineWidth = 2.5;
  context.strokeStyle = knob.isSelected ? look.text : look.card;
  context.stroke();
  if (!knob.isHovered && !knob.isSelected) return;
  context.beginPath();
  context.arc(knob.size + knob.port / 2, middle, 4, 0, Math.PI * 2);
  context.lineWidth = 2;
  context.strokeStyle = knob.colour || look.muted;
  context.stroke();
}

/** One link as it is drawn. */
export interface DrawnLink {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly colour: string;
}

/** Draws links, those of one colour in one go: curves near by, straight lines far away. */
export function drawLinks(context: Context, links: readonly DrawnLink[], width: number, isFar: boolean): void {
  const byColour = new Map<string, Path2D>();
  for (const { from, to, colour } of links) {
    let path = byColour.get(colour);
    if (path === undefined) {
      path = new Path2D();
      byColour.set(colour, path);
    }
    path.moveTo(from[0], from[1]);
    if (isFar) path.lineTo(to[0], to[1]);
    else {
      const bend = bendOf(from, to);
      path.bezierCurveTo(from[0] + bend, from[1], to[0] - bend, to[1], to[0], to[1]);
    }
  }
  context.lineCap = "butt";
  context.lineWidth = width;
  for (const [colour, path] of byColour) {
    context.strokeStyle = colour;
    context.stroke(path);
  }
}

/** No curve leaves its ends farther. */
export const FARTHEST_BEND = 260;

/** How far a curve leaves its ends before it turns. */
export function bendOf(from: readonly [number, number], to: readonly [number, number]): number {
  const [across, down] = [to[0] - from[0], to[1] - from[1]];
  const far = Math.hypot(across, down);
  return across > 0 ? Math.max(24, Math.min(far * 0.45, 200)) : Math.min(40 + far * 0.4, FARTHEST_BEND);
}
