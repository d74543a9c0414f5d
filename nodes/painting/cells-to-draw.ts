import type { Grid } from "../../model/schedule.ts";
import type { Mask } from "../pictures/mask.ts";

/** Share of a cell that must be masked for its coarse code to be drawn anew. */
const MOST_KEPT = 0.5;

/**
 * For each grid the cells that a mask (of the whole picture) opens, row by row. In the finest grid any masked pixel
 * opens a cell; a coarse code, which speaks for a large part of the picture, stays unless half of that is masked.
 */
export function cellsToDraw(mask: Mask, grids: readonly Grid[]): readonly (readonly boolean[])[] {
  const [finestRows, finestColumns] = grids.at(-1) ?? [1, 1];
  return grids.map(([rows, columns]) => {
    const least = rows === finestRows && columns === finestColumns ? Number.MIN_VALUE : MOST_KEPT;
    return Array.from({ length: rows * columns }, (_, cell) => {
      const [row, column] = [Math.floor(cell / columns), cell % columns];
      return maskedShare(mask, { row, column, rows, columns }) >= least;
    });
  });
}

interface Cell {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

function maskedShare({ height, width, data }: Mask, { row, column, rows, columns }: Cell): number {
  const [top, bottom] = [(row * height) / rows, ((row + 1) * height) / rows];
  const [left, right] = [(column * width) / columns, ((column + 1) * width) / columns];
  let masked = 0;
  for (let y = Math.floor(top); y < bottom; y++) {
    for (let x = Math.floor(left); x < right; x++) if ((data[y * width + x] ?? 0) > 0) masked += 1;
  }
  return masked / ((bottom - top) * (right - left));
}
