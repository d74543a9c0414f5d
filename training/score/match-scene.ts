import { sameKind } from "../world/kinds.ts";
import { type Box, boxOf, type Scene } from "../world/scene.ts";
import type { Detection } from "./detect.ts";

export interface SceneMatch {
  /** Every object is found where it should be, and nothing else. */
  readonly whole: boolean;
  /** Share of the scene's objects that were found at their places, 0 … 1. */
  readonly found: number;
  /** Detections that are no object of the scene. */
  readonly surplus: number;
}

/** Least share of the smaller box that two boxes have in common. */
const COMMON = 0.5;

/** Compares what was seen in a picture with the scene that it should show: kinds, colours, numbers and places. */
export function matchScene(detections: readonly Detection[], { objects }: Scene): SceneMatch {
  const left = [...detections];
  let found = 0;
  for (const object of objects) {
    const at = left.findIndex(({ kind, box }) => sameKind(kind, object.kind) && meet(box, boxOf(object)));
    if (at < 0) continue;
    left.splice(at, 1);
    found++;
  }
  return { whole: found === objects.length && left.length === 0, found: found / objects.length, surplus: left.length };
}

function meet(a: Box, b: Box): boolean {
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const smaller = Math.min(a.height * a.width, b.height * b.width);
  return height > 0 && width > 0 && height * width >= COMMON * smaller;
}
