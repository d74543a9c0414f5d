import type { Box } from "./scene.ts";

export const relations = ["left of", "right of", "above", "below"] as const;
/** `a` stands in the relation to `b`. */
export type Relation = (typeof relations)[number];

export const opposite: Readonly<Record<Relation, Relation>> = {
  "left of": "right of",
  "right of": "left of",
  above: "below",
  below: "above",
};

/**
 * The relation of `a` to `b` when it is clear: the boxes are apart along one axis and their centres differ along that
 * axis at least twice as much as along the other. Otherwise null.
 */
export function clearRelation(a: Box, b: Box): Relation | null {
  const dx = b.left + b.width / 2 - (a.left + a.width / 2);
  const dy = b.top + b.height / 2 - (a.top + a.height / 2);
  const apartX = a.left + a.width <= b.left || b.left + b.width <= a.left;
  const apartY = a.top + a.height <= b.top || b.top + b.height <= a.top;
  if (apartX && Math.abs(dx) >= 2 * Math.abs(dy)) return dx > 0 ? "left of" : "right of";
  if (apartY && Math.abs(dy) >= 2 * Math.abs(dx)) return dy > 0 ? "above" : "below";
  return null;
}

/** Where a box lies along one axis: at an edge, exactly centred, or nowhere with a name. */
export type Along = "start" | "center" | "end" | "between";

/** Place of a box on its canvas: `vertical` start is the top, `horizontal` start the left. */
export function placeOf(box: Box, canvas: { readonly height: number; readonly width: number }) {
  return {
    vertical: along(box.top, box.height, canvas.height),
    horizontal: along(box.left, box.width, canvas.width),
  } as const;
}

function along(start: number, length: number, total: number): Along {
  if (2 * start + length === total) return "center";
  if (start === 0) return "start";
  return start + length === total ? "end" : "between";
}
