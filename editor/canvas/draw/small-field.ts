import { type Field, partOf } from "./field.ts";
import type { Look } from "./look.ts";

/** A widget whose letters are too small to be read: what is bad, linked or filled still shows. */
export function drawSmallField(context: CanvasRenderingContext2D, field: Field, look: Look): void {
  const { x, y, width, height, isLinked, isBad } = field;
  context.globalAlpha = isLinked ? 0.45 : 1;
  context.fillStyle = look.field;
  context.fillRect(x, y, width, height);
  context.fillStyle = look.fill;
  if (!isLinked) context.fillRect(x, y, width * partOf(field), height);
  if (isBad) {
    context.strokeStyle = look.bad;
    context.lineWidth = 1.5;
    context.strokeRect(x, y, width, height);
  }
  context.globalAlpha = 1;
}
