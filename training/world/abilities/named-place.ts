/** Places for what is added or moved, with words for them. */
import type { Rng } from "../../../runtime/tensor/random.ts";
import { kindType } from "../kinds.ts";
import { objectWords } from "../plan.ts";
import { clearRelation, placeOf } from "../relations.ts";
import { boxOf, type Scene, type SceneObject } from "../scene.ts";
import { placeWords, relationWords } from "../words.ts";
import { pickOf } from "./pick.ts";
import { whereabouts } from "./thought.ts";

/** A place that words name exactly: a corner, an edge's middle or the centre, or beside the one of `others`. */
export function pickNamed(rng: Rng, scene: Scene, places: readonly SceneObject[], others: readonly SceneObject[] = []) {
  const named = namedPlaces(scene, places);
  const beside = others.length === 1 ? places.flatMap((object) => besideWords(object, others[0] as SceneObject)) : [];
  const found = pickOf(rng, beside.length > 0 && rng.uniform() < 0.5 ? beside : named);
  const words = found && pickOf(rng, found.list);
  if (!found || !words) return null;
  return { object: found.object, words, where: found.where };
}

/** Those of the places that have names, with what one thinks of each and the words that tell of going there. */
export const namedPlaces = (scene: Scene, places: readonly SceneObject[]) =>
  places.flatMap((object) => {
    const { vertical, horizontal } = placeOf(boxOf(object), scene);
    if (vertical === "between" || horizontal === "between") return [];
    return [{ object, list: placeWords({ vertical, horizontal }).map(towards), where: whereabouts(object, scene) }];
  });

/** Words for where something is, as words for where it is to go. */
export const towards = (words: string): string => words.replace(/^(at|in) the (middle|center)$/, "in the $2");

function besideWords(object: SceneObject, other: SceneObject) {
  const relation = clearRelation(boxOf(object), boxOf(other));
  const name = `the ${kindType(other.kind)}`;
  if (!relation) return [];
  const list = relationWords[relation].map((words) => `${words} ${name}`);
  return [{ object, list, where: `${relation} ${objectWords(other)}` }];
}
