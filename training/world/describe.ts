import { clearRelation, opposite, placeOf, type Relation } from "./relations.ts";
import { boxOf, type Group, groupBox, groups, loneObject, type Scene, sizeName } from "./scene.ts";
import { backgrounds } from "./vocabulary.ts";
import { enumerate, nounPhrase, placeWords, relationWords, sizeWords } from "./words.ts";

/**
 * The one canonical caption of a scene, the expected answer to "what is in this picture?". Objects are named in reading
 * order with size, a lone object with its place, a pair with its relation when it is clear:
 * "a small red star to the left of a cat on a white background".
 */
export function describe(scene: Scene): string {
  const named = namedGroups(scene);
  const phrases = named.map(({ kind, size, objects }) =>
    nounPhrase(kind, objects.length, { adjective: sizeWords[sizeName(size)][0] }),
  );
  const background = `on a ${backgrounds[scene.background].words} background`;
  return [subject(named, phrases), place(scene), background].filter((words) => words !== "").join(" ");
}

/** The groups of a scene in the order in which a caption names them. */
export const namedGroups = (scene: Scene): readonly Group[] => groups(scene).toSorted(readingOrder);

/** How the first of two groups stands to the second. Null where there are more or fewer, or it is not clear. */
export const relationOfPair = ([a, b, ...others]: readonly Group[]): Relation | null =>
  a && b && others.length === 0 ? clearRelation(groupBox(a), groupBox(b)) : null;

function subject(named: readonly Group[], phrases: readonly string[]): string {
  const relation = relationOfPair(named);
  if (relation === null) return enumerate(phrases);
  // Reading order sorts by the top edge: a taller object on the right comes first, so the pair is turned round.
  return relation === "left of" || relation === "above"
    ? `${phrases[0]} ${relationWords[relation][0]} ${phrases[1]}`
    : `${phrases[1]} ${relationWords[opposite[relation]][0]} ${phrases[0]}`;
}

function place(scene: Scene): string {
  const lone = loneObject(scene);
  return lone ? (placeWords(placeOf(boxOf(lone), scene))[0] ?? "") : "";
}

function readingOrder(a: Group, b: Group): number {
  const [first, second] = [groupBox(a), groupBox(b)];
  return first.top - second.top || first.left - second.left;
}
