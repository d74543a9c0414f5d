import type { Rng } from "../../runtime/tensor/random.ts";
import type { Kind } from "./kinds.ts";
import { overlap, type SceneObject, type Size } from "./scene.ts";
import { cellSide } from "./vocabulary.ts";

const attempts = 24;

/** What is to be placed: a kind and the side of its box in cells. */
export interface Item {
  readonly kind: Kind;
  readonly size: Size;
}

/**
 * Random free lattice places for the items, on a canvas in pixels, such that `accept` holds; null when a number of
 * attempts found none (the caller draws other sizes).
 */
export function layOut(
  rng: Rng,
  canvas: { readonly height: number; readonly width: number },
  items: readonly Item[],
  accept: (objects: readonly SceneObject[]) => boolean,
): SceneObject[] | null {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const objects: SceneObject[] = [];
    for (const item of items) {
      const free = freePlaces(canvas, item, objects);
      if (free.length === 0) break;
      objects.push(rng.pick(free));
    }
    if (objects.length === items.length && accept(objects)) return objects;
  }
  return null;
}

function freePlaces(
  canvas: { readonly height: number; readonly width: number },
  item: Item,
  taken: readonly SceneObject[],
): SceneObject[] {
  const places: SceneObject[] = [];
  for (let row = 0; row + item.size <= canvas.height / cellSide; row++) {
    for (let column = 0; column + item.size <= canvas.width / cellSide; column++) {
      const place = { ...item, row, column };
      if (!taken.some((object) => overlap(object, place))) places.push(place);
    }
  }
  return places;
}
