import type { Rng } from "../../runtime/tensor/random.ts";
import type { Kind } from "./kinds.ts";
import { overlap, type SceneObject, type Size } from "./scene.ts";
import { cellSide } from "./vocabulary.ts";

/** What is to be placed: a kind and the side of its box in cells. */
export interface Item {
  readonly kind: Kind;
  readonly size: Size;
}

/** Width and height in pixels, whole lattice cells. */
export interface Extent {
  readonly height: number;
  readonly width: number;
}

/** May `place` join the objects placed before it? */
export type Fits = (placed: readonly SceneObject[], place: SceneObject) => boolean;

const attempts = 4;

/** Random free lattice places for the items, each fitting those before it; null when a few attempts found none. */
export function layOut(rng: Rng, canvas: Extent, items: readonly Item[], fits: Fits): SceneObject[] | null {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const placed: SceneObject[] = [];
    for (const item of items) {
      const free = freePlaces(canvas, item, placed, fits);
      if (free.length === 0) break;
      placed.push(rng.pick(free));
    }
    if (placed.length === items.length) return placed;
  }
  return null;
}

function freePlaces(canvas: Extent, { kind, size }: Item, placed: readonly SceneObject[], fits: Fits): SceneObject[] {
  const places: SceneObject[] = [];
  for (let row = 0; row + size <= canvas.height / cellSide; row++) {
    for (let column = 0; column + size <= canvas.width / cellSide; column++) {
      const place = { kind, size, row, column };
      if (!placed.some((object) => overlap(object, place)) && fits(placed, place)) places.push(place);
    }
  }
  return places;
}
