import { type Block, readMarkdown, type Span } from "../../core/markdown.ts";
import { FONT, type Look } from "./look.ts";
import type { Box } from "./pictures.ts";

type Context = CanvasRenderingContext2D;

const MONO = 'ui-monospace, "DejaVu Sans Mono", monospace';
const HEADINGS = { 1: 19, 2: 16, 3: 14 } as const;
const BODY = 13;
const INDENT = 16;

/** Draws a note in a box, as much of it as fits. */
export function drawMarkdown(context: Context, text: string, { x, y, width, height }: Box, look: Look): void {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  let top = y + 4;
  for (const block of readMarkdown(text)) {
    if (top > y + height) break;
    top = drawBlock(context, block, { x, y: top, width }, look);
  }
  context.restore();
}

/** Draws a block from a corner on; the answer is where the next one begins. */
function drawBlock(context: Context, block: Block, { x, y, width }: Omit<Box, "height">, look: Look): number {
  switch (block.kind) {
    case "rule":
      context.fillStyle = look.cardEdge;
      context.fillRect(x, y + 6, width, 1);
      return y + 14;
    case "code":
      return (
        block.text.split("\n").reduce((top, line) => {
          context.font = `12px ${MONO}`;
          context.fillStyle = look.muted;
          context.fillText(line, x + 8, top + 13);
          return top + 16;
        }, y) + 6
      );
    case "heading": {
      const size = HEADINGS[block.level];
      return drawSpans(context, block.spans, { x, y, width, size, isHeading: true }, look) + 4;
    }
    case "item": {
      const left = x + INDENT * (block.depth + 1);
      context.font = `${BODY}px ${FONT}`;
      context.fillStyle = look.muted;
      context.fillText(block.marker, left - INDENT + 2, y + BODY + 1);
      return drawSpans(context, block.spans, { x: left, y, width: width - (left - x), size: BODY }, look) + 2;
    }
    case "quote": {
      const end = drawSpans(context, block.spans, { x: x + 12, y, width: width - 12, size: BODY }, look);
      context.fillStyle = look.faint;
      context.fillRect(x + 2, y, 3, end - y);
      return end + 4;
    }
    case "paragraph":
      return drawSpans(context, block.spans, { x, y, width, size: BODY }, look) + 6;
  }
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
  readonly isHeading?: boolean;
}

/** Writes words after each other, on as many lines as they need. */
function drawSpans(
  context: Context,
  spans: readonly Span[],
  { x, y, width, size, isHeading = false }: Place,
  look: Look,
): number {
  const tall = Math.round(size * 1.35);
  let [left, top] = [x, y];
  for (const span of spans) {
    const weight = span.isBold || isHeading ? "600 " : "";
    context.font = `${span.isItalic ? "italic " : ""}${weight}${size}px ${span.isCode ? MONO : FONT}`;
    context.fillStyle = span.link !== null ? look.accent : span.isCode ? look.muted : look.text;
    for (const word of span.text.split(/(?<=\s)/)) {
      if (left > x && left + context.measureText(word.trimEnd()).width > x + width) {
        left = x;
        top += tall;
      }
      context.fillText(word, left, top + size);
      left += context.measureText(word).width;
    }
  }
  return top + tall;
}
