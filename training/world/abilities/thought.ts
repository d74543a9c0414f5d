/** What an answer about a picture turns on, in the words of plans: a line that is thought before it is given. */
import { objectWords } from "../plan.ts";
import { type Scene, type SceneObject, sameObject } from "../scene.ts";
import { backgrounds } from "../vocabulary.ts";

/** The objects that a question asks about, in the order in which it names them: "see small red star b2". */
export const about = (objects: readonly SceneObject[]): string =>
  `see ${objects.length > 0 ? objects.map(objectWords).join(" ") : "none"}`;

/** What becomes of what: "from small red star b2 to small blue star b2", "to black". */
export function change(before: Scene, after: Scene): string {
  const without = (scene: Scene, other: Scene) =>
    scene.objects.filter((object) => !other.objects.some((each) => sameObject(each, object)));
  const [gone, come] = [without(before, after), without(after, before)];
  const background = before.background === after.background ? [] : [backgrounds[after.background].words];
  const left = gone.length > 0 ? `from ${gone.map(objectWords).join(" ")} ` : "";
  return `${left}to ${[...background, ...come.map(objectWords)].join(" ") || "none"}`;
}
