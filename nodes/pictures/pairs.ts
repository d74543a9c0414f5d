import type { Picture } from "../../model/vision/codec.ts";
import { nodesErrors } from "../errors.ts";

/** Pictures of two lists side by side; the shorter list repeats its last. Throws NODES_NO_PICTURE. */
export function pairs(a: readonly Picture[], b: readonly Picture[]): (readonly [Picture, Picture])[] {
  const length = Math.max(a.length, b.length, 1);
  return Array.from({ length }, (_, i) => [orLast(a, i), orLast(b, i)] as const);
}

/** Item `i` of a list, or its last where the list is shorter. Throws NODES_NO_PICTURE when it is empty. */
export function orLast<T>(list: readonly T[], i: number): T {
  const item = list[Math.min(i, list.length - 1)];
  if (item === undefined) throw nodesErrors.NO_PICTURE(undefined);
  return item;
}

/** Throws NODES_SIZES_DIFFER unless both have the same size. */
export function requireSameSize(a: Size, b: Size): void {
  if (a.height === b.height && a.width === b.width) return;
  throw nodesErrors.SIZES_DIFFER({ want: `${a.width}×${a.height}`, got: `${b.width}×${b.height}` });
}

interface Size {
  readonly height: number;
  readonly width: number;
}
