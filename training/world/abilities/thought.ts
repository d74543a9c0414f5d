/** What an answer about a picture turns on, in the words of plans: a line that is thought before it is given. */
import type { Kind } from "../kinds.ts";
import { cellName, kindWords, objectWords, plan } from "../plan.ts";
import { inReadingOrder, type Scene, type SceneObject, sameObject } from "../scene.ts";
import { backgrounds } from "../vocabulary.ts";
import { kindsOf } from "./naming.ts";

/** A picture's plan as one writes it who sees the picture. */
export const sight = (scene: Scene): string => plan(scene, kindsOf(inReadingOrder(scene)));

/** The objects that a question asks about, in the order in which it names them: "see star red small b2". */
export const about = (objects: readonly SceneObject[]): string => `see ${objects.map(objectWords).join(" ")}`;

/** That what a question asks about is not there: "see star red none". */
export const missing = (kind: Kind): string => `see ${kindWords(kind)} none`;

/** An object and each place that it comes to: "see star red small b2 b3 b4". */
export const way = (places: readonly [SceneObject, ...SceneObject[]]): string =>
  `${about(places.slice(0, 1))} ${places
    .slice(1)
    .map(({ row, column }) => cellName(row, column))
    .join(" ")}`;

/** What becomes of what: "from star red small b2 to star blue small b2", "to black". */
export function change(before: Scene, after: Scene): string {
  const without = (scene: Scene, other: Scene) =>
    scene.objects.filter((object) => !other.objects.some((each) => sameObject(each, object)));
  const [gone, come] = [without(before, after), without(after, before)];
  const background = before.background === after.background ? [] : [backgrounds[after.background].words];
  const left = gone.length > 0 ? `from ${gone.map(objectWords).join(" ")} ` : "";
  return `${left}to ${[...background, ...come.map(objectWords)].join(" ") || "none"}`;
}
