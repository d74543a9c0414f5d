import { type Curves, rangeOf } from "../../core/curves.ts";
import { FONT, type Look } from "./look.ts";
import type { Box } from "./pictures.ts";
import { fitText } from "./text.ts";

const LINE = 18;

/** Draws each curve from its least to its largest value over a box, with its name and its last value above. */
export function drawCurves(context: CanvasRenderingContext2D, curves: Curves, box: Box, look: Look): void {
  context.fillStyle = look.pictureBack;
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, 7);
  context.fill();
  context.font = `12px ${FONT}`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.lineWidth = 2;
  context.lineJoin = "round";
  const colours = [look.accent, look.running, look.good, look.bad];
  const top = box.y + 8 + curves.size * LINE;
  const [width, height] = [box.width - 20, box.y + box.height - 10 - top];
  [...curves].forEach(([name, points], row) => {
    const colour = colours[row % colours.length] ?? look.accent;
    const last = points.at(-1)?.[1] ?? 0;
    context.fillStyle = colour;
    context.fillText(
      fitText(context, `${name} ${Number(last.toPrecision(4))}`, width),
      box.x + 10,
      box.y + 14 + row * LINE,
    );
    const [from, to] = rangeOf(points.map(([step]) => step));
    const [least, most] = rangeOf(points.map(([, value]) => value));
    const x = (step: number) => box.x + 10 + (to === from ? width : ((step - from) / (to - from)) * width);
    const y = (value: number) => top + (most === least ? height / 2 : ((most - value) / (most - least)) * height);
    context.strokeStyle = colour;
    context.beginPath();
    for (const [step, value] of points) context.lineTo(x(step), y(value));
    context.stroke();
    context.beginPath();
    context.arc(x(points.at(-1)?.[0] ?? 0), y(last), 3, 0, Math.PI * 2);
    context.fill();
  });
}
