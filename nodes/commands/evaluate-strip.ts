import sharp from "sharp";
import type { Picture } from "../../model/vision/codec.ts";
import { picturesOf } from "../../training/score/suites/answer.ts";
import type { Result } from "../../training/score/suites/ask-questions.ts";
import { renderScene } from "../../training/world/render.ts";
import type { Sprites } from "../../training/world/sprites.ts";
import { layOnto } from "../pictures/composite-picture.ts";
import { plainPicture } from "../pictures/plain-picture.ts";
import { sheetOf } from "../pictures/sheet-of.ts";

const FRAME = 2;
const GAP = 3;
const paper = "#ffffff";
const frames = { shown: "#b0b0b0", passed: "#2f9e44", failed: "#e03131", unjudged: "#f08c00" } as const;
/** About the widest that a sheet is, pixels. */
const SHEET_WIDTH = 800;

/** What was shown and what was answered in a row; frames tell which, and the verdict. */
export async function stripOf({ question, answers, pass }: Result, sprites: Sprites): Promise<Picture> {
  const shown = question.asked
    .flat()
    .flatMap((piece) => (piece.type === "image" ? [renderScene(piece.scene, sprites)] : []));
  const made = answers.flatMap(picturesOf);
  const verdict = pass === null ? frames.unjudged : pass ? frames.passed : frames.failed;
  // Where words answer a picture, its own frame tells the verdict.
  const ofShown = question.form === "words" ? verdict : frames.shown;
  const cells = [
    ...(await Promise.all(shown.map((picture) => framed(picture, ofShown)))),
    ...(await Promise.all(made.map((picture) => framed(picture, verdict)))),
  ];
  return cells.length === 0 ? plainPicture(2 * FRAME, 2 * FRAME, verdict) : rowOf(cells);
}

/** Strips on a sheet, in their order. */
export const stripSheet = (strips: readonly Picture[]): Promise<Picture> => {
  const widest = Math.max(...strips.map(({ width }) => width));
  const columns = Math.max(1, Math.floor(SHEET_WIDTH / (widest + GAP)));
  return sheetOf(strips, { columns, gap: GAP, background: paper });
};

/** A WebP file, each pixel `zoom` times as large. */
export async function encodeStrip({ height, width, data }: Picture, zoom: number): Promise<Uint8Array> {
  return sharp(data, { raw: { height, width, channels: 3 } })
    .resize(width * zoom, height * zoom, { kernel: "nearest" })
    .webp({ quality: 70, effort: 5 })
    .toBuffer();
}

async function framed(picture: Picture, colour: string): Promise<Picture> {
  const frame = await plainPicture(picture.height + 2 * FRAME, picture.width + 2 * FRAME, colour);
  layOnto(frame, picture, { left: FRAME, top: FRAME });
  return frame;
}

async function rowOf(cells: readonly Picture[]): Promise<Picture> {
  const height = Math.max(...cells.map((cell) => cell.height));
  const width = cells.reduce((sum, cell) => sum + cell.width, 0) + GAP * (cells.length - 1);
  const row = await plainPicture(height, width, paper);
  let left = 0;
  for (const cell of cells) {
    layOnto(row, cell, { left, top: 0 });
    left += cell.width + GAP;
  }
  return row;
}
