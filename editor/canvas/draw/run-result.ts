import type { NodeRun } from "../../core/run-state.ts";
import { drawCurves } from "./curves.ts";
import type { Look } from "./look.ts";
import { type Box, drawWords } from "./pictures.ts";

/** Height of each part by the width of both. */
const CURVES = 0.45;
const WORDS = 0.3;
/** Room between them, in units of the graph. */
const GAP = 6;

type Told = Pick<NodeRun, "curves" | "text">;

/** Height by width of what a run told in numbers and words; null when it told neither. */
export function resultRatio({ curves, text }: Told): number | null {
  const ratio = (curves.size > 0 ? CURVES : 0) + (text === "" ? 0 : WORDS);
  return ratio === 0 ? null : ratio;
}

/** Draws what a run told: curves, and the words below them. */
export function drawResult(context: CanvasRenderingContext2D, { curves, text }: Told, box: Box, look: Look): void {
  if (curves.size === 0) {
    if (text !== "") drawWords(context, text, box, look);
    return;
  }
  const height = text === "" ? box.height : (box.height - GAP) * (CURVES / (CURVES + WORDS));
  drawCurves(context, curves, { ...box, height }, look);
  if (text === "") return;
  const top = height + GAP;
  drawWords(context, text, { ...box, y: box.y + top, height: box.height - top }, look);
}
