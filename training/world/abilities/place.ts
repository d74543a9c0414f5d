import type { Rng } from "../../../runtime/tensor/random.ts";
import { drawKind } from "../generate.ts";
import { type Split, splitOf } from "../held-out.ts";
import { contrasts, type Kind, kindType } from "../kinds.ts";
import { overlap, type Scene, type SceneObject, type Size } from "../scene.ts";
import { cellSide } from "../vocabulary.ts";
import { kindsOf } from "./naming.ts";

/** All places of a box of `size` cells in the scene that touch none of `others`. */
export function freePlaces(
  scene: Scene,
  kind: Kind,
  size: Size,
  others: readonly SceneObject[] = scene.objects,
): readonly SceneObject[] {
  const places: SceneObject[] = [];
  for (let row = 0; row + size <= scene.height / cellSide; row++)
    for (let column = 0; column + size <= scene.width / cellSide; column++) {
      const place = { kind, size, row, column };
      if (!others.some((other) => overlap(other, place))) places.push(place);
    }
  return places;
}

/** The scene with other objects, or null where that is no scene of the split or something would disappear. */
export function withObjects(scene: Scene, objects: readonly SceneObject[], split: Split): Scene | null {
  const changed = { ...scene, objects };
  const seen = kindsOf(changed);
  if (objects.length === 0 || objects.length > 6) return null;
  if (!seen.every((kind) => contrasts(kind, scene.background))) return null;
  return split === "seen" && splitOf(seen) !== "seen" ? null : changed;
}

/** A kind of a type that the scene does not have yet, or null after some tries. */
export function newKind(rng: Rng, scene: Scene): Kind | null {
  const types = new Set(scene.objects.map(({ kind }) => kindType(kind)));
  for (let tries = 0; tries < 12; tries++) {
    const kind = drawKind(rng);
    if (!types.has(kindType(kind)) && contrasts(kind, scene.background)) return kind;
  }
  return null;
}
