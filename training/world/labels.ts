import { kindCount, kindIndex, kindType } from "./kinds.ts";
import type { Scene, SceneObject } from "./scene.ts";
import { cellSide, emoji, shapes } from "./vocabulary.ts";

/** Labels of a lattice cell: 0 for background, then the kinds. */
export const labelCount = kindCount + 1;

/**
 * For each lattice cell, row by row, what covers it: 0 background, 1 + `kindIndex` otherwise, so 1 … 64 are shapes in
 * colours and the rest emoji. Shape [height/16 · width/16].
 */
export const cellLabels = (scene: Scene): Int32Array => labelCells(scene, ({ kind }) => kindIndex(kind) + 1);

/** Names of things, colours left out. */
const types: readonly string[] = [...shapes, ...emoji.map(({ name }) => name)];
const typeIndex = new Map(types.map((name, i) => [name, i]));
/** Cells of boxes of size 1 to 4, and where those of each size begin. */
const CELLS = 1 + 4 + 9 + 16;
const firstCell = { 1: 0, 2: 1, 3: 5, 4: 14 } as const;

/** Labels of `cellPieces`. */
export const pieceCount = types.length * CELLS + 1;

/** For each lattice cell which piece of which drawing it shows, whatever its colour: 0 background. */
export const cellPieces = (scene: Scene): Int32Array =>
  labelCells(
    scene,
    ({ kind, size }, y, x) => 1 + (typeIndex.get(kindType(kind)) ?? 0) * CELLS + firstCell[size] + y * size + x,
  );

function labelCells(
  { height, width, objects }: Scene,
  labelOf: (object: SceneObject, y: number, x: number) => number,
): Int32Array {
  const columns = width / cellSide;
  const labels = new Int32Array((height / cellSide) * columns);
  for (const object of objects) {
    const { size, row, column } = object;
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++) labels[(row + y) * columns + column + x] = labelOf(object, y, x);
  }
  return labels;
}
