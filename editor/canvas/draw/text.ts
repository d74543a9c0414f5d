type Context = CanvasRenderingContext2D;

/** No letter of our sizes is wider, in units of the graph: what fits by this needs no measuring, which is slow. */
const WIDEST = 13;

/** A text that fits a width, with an ellipsis where it is cut. */
export function fitText(context: Context, text: string, width: number, widest = WIDEST): string {
  if (width <= 0) return "";
  if (text.length * widest <= width || context.measureText(text).width <= width) return text;
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (context.measureText(`${text.slice(0, middle)}…`).width <= width) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? "" : `${text.slice(0, low).trimEnd()}…`;
}

/** Lines of a text that fit a width, broken at blanks; at most `most`, the last one cut when there are more. */
export function wrapText(context: Context, text: string, width: number, most: number): readonly string[] {
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    for (const word of paragraph.split(/(?<=\s)/)) {
      if (line !== "" && context.measureText(line + word.trimEnd()).width > width) {
        lines.push(line.trimEnd());
        line = "";
      }
      line += word;
      if (lines.length >= most) break;
    }
    lines.push(fitText(context, line.trimEnd(), width));
    if (lines.length > most) break;
  }
  if (lines.length <= most) return lines;
  const last = lines[most - 1] ?? "";
  return [...lines.slice(0, most - 1), fitText(context, `${last} …`, width)];
}
