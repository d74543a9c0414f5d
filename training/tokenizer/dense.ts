import { createRng, type Rng } from "../../runtime/tensor/index.ts";
import { freePlaces } from "../world/abilities/place.ts";
import { drawKind } from "../world/generate.ts";
import { type Split, splitOf } from "../world/held-out.ts";
import { backgroundNames, contrasts, type Kind } from "../world/kinds.ts";
import type { Scene, SceneObject, Size } from "../world/scene.ts";
import { type Canvas, canvases } from "../world/vocabulary.ts";

const KINDS = 4;
/** Share of pictures that end after each object, so that some cells stay empty. */
const STOP = 0.03;

/** The scenes, about `share` of them, 0 … 1, replaced by dense ones; `path` names the place in the run. */
export const mixDense = (
  scenes: readonly Scene[],
  share: number,
  canvas: Canvas,
  seed: number,
  ...path: readonly (string | number)[]
): readonly Scene[] =>
  scenes.map((scene, i) => {
    const rng = createRng(seed, ...path, "dense", i);
    return rng.uniform() < share ? denseScene(rng, canvas, "seen") : scene;
  });

/**
 * A canvas nearly filled with objects of a few kinds. Two thirds of the cells of an ordinary scene are empty, and a
 * tokenizer learns nothing from them; what it learns of each drawing does not ask what else is there.
 */
export function denseScene(rng: Rng, canvas: Canvas, split: Split): Scene {
  const { height, width } = canvases[canvas];
  const kinds = drawKinds(rng, split);
  const background = rng.pick(backgroundNames.filter((name) => kinds.every((kind) => contrasts(kind, name))));
  const empty: Scene = { height, width, background, objects: [] };
  const objects: SceneObject[] = [];
  for (const size of sizesFor(rng)) {
    const kind = rng.pick(kinds);
    const places = freePlaces(empty, kind, size, objects);
    if (places.length > 0) objects.push(rng.pick(places));
    if (rng.uniform() < STOP) break;
  }
  return objects.length > 0 ? { ...empty, objects } : denseScene(rng, canvas, split);
}

/**
 * Large ones first, while there is room. A drawing of size 4 has sixteen pieces that a cell may show, one of size 1 has
 * one; these shares show each piece about as often as any other.
 */
const sizesFor = (rng: Rng): readonly Size[] => {
  const first = rng.uniform();
  const large: readonly Size[] = first < 0.5 ? [4] : first < 0.8 ? [3] : [];
  return [
    ...large,
    2,
    2,
    ...(rng.uniform() < 0.5 ? ([2, 2] as const) : []),
    ...Array.from({ length: 12 }, () => 1 as const),
  ];
};

/** Kinds that may stand together in the split and have a background in common. */
function drawKinds(rng: Rng, split: Split): readonly Kind[] {
  for (;;) {
    const kinds = Array.from({ length: KINDS }, () => drawKind(rng));
    const shown = backgroundNames.some((name) => kinds.every((kind) => contrasts(kind, name)));
    if (shown && splitOf(kinds) === split) return kinds;
  }
}
