import { kindCount, kindIndex } from "./kinds.ts";
import type { Scene } from "./scene.ts";
import { cellSide } from "./vocabulary.ts";

/** Labels of a lattice cell: 0 for background, then the kinds. */
export const labelCount = kindCount + 1;

/**
 * For each lattice cell, row by row, what covers it: 0 background, 1 + `kindIndex` otherwise, so 1 … 64 are shapes in
 * colours and the rest emoji. Shape [height/16 · width/16].
 */
export function cellLabels({ height, width, objects }: Scene): Int32Array {
  const columns = width / cellSide;
  const labels = new Int32Array((height / cellSide) * columns);
  for (const { kind, size, row, column } of objects) {
    const label = kindIndex(kind) + 1;
    for (let y = row; y < row + size; y++) labels.fill(label, y * columns + column, y * columns + column + size);
  }
  return labels;
}
