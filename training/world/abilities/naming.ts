/** Names for what stands in a scene, such that a reader knows which is meant. */
import { type Kind, kindNoun, kindType, sameKind } from "../kinds.ts";
import { type Group, groups, type Scene } from "../scene.ts";

/** Kinds of which the scene has exactly one object. */
export const loners = (scene: Scene): readonly Group[] =>
  groups(scene).filter(
    ({ kind, objects }) => objects.length === 1 && scene.objects.filter((o) => sameKind(o.kind, kind)).length === 1,
  );

/** "the star" where no other star stands beside it, else "the red star". */
export function theName(kind: Kind, scene: Scene, withColor: boolean): string {
  const alike = scene.objects.filter((object) => kindType(object.kind) === kindType(kind));
  const needed = alike.some((object) => !sameKind(object.kind, kind));
  return kind.type === "shape" && (needed || withColor)
    ? `the ${kind.color} ${kindNoun(kind, 1)}`
    : `the ${kindNoun(kind, 1)}`;
}

/** How many objects of a kind there are. */
export const countOf = (scene: Scene, kind: Kind): number =>
  scene.objects.filter((object) => sameKind(object.kind, kind)).length;

/** Kinds of a scene, each once, in order of first appearance. */
export function kindsOf({ objects }: Scene): readonly Kind[] {
  const found: Kind[] = [];
  for (const { kind } of objects) if (!found.some((each) => sameKind(each, kind))) found.push(kind);
  return found;
}
