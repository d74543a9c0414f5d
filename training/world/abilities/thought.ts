/** What an answer about a picture turns on, in the words of plans: a line that is thought before it is given. */
import { type Kind, sameKind } from "../kinds.ts";
import { cellName, kindWords, objectWords, plan } from "../plan.ts";
import { type Along, placeOf } from "../relations.ts";
import { boxOf, inReadingOrder, type Scene, type SceneObject, sameObject } from "../scene.ts";
import { backgrounds } from "../vocabulary.ts";
import { kindsOf } from "./naming.ts";

/** A picture's plan, its kinds in the scene's order. */
export const planOf = (scene: Scene): string => plan(scene, kindsOf(scene));

/** A picture's plan as one writes it who sees the picture. */
export const sight = (scene: Scene): string => planOf(inReadingOrder(scene));

/** The objects that a question asks about, in the order in which it names them: "see star red small b2". */
export const about = (objects: readonly SceneObject[]): string => `see ${objects.map(objectWords).join(" ")}`;

/** The objects of a kind as one who looks finds them, or that there are none: "see star red none". */
export function ofKind(scene: Scene, kind: Kind): string {
  const found = inReadingOrder(scene).objects.filter((each) => sameKind(each.kind, kind));
  return found.length > 0 ? about(found) : missing(kind);
}

/** That what a question asks about is not there: "see star red none". */
export const missing = (kind: Kind): string => `see ${kindWords(kind)} none`;

/** Where an object is on its canvas, along each axis: "top left", "middle right", "between middle". */
export function whereabouts(object: SceneObject, canvas: Pick<Scene, "height" | "width">): string {
  const { vertical, horizontal } = placeOf(boxOf(object), canvas);
  return `${rowWords[vertical]} ${columnWords[horizontal]}`;
}

const rowWords: Readonly<Record<Along, string>> = { start: "top", center: "middle", end: "bottom", between: "between" };
const columnWords: Readonly<Record<Along, string>> = {
  start: "left",
  center: "middle",
  end: "right",
  between: "between",
};

/** An object and each place that it comes to, numbered as the frames are: "see star red small b2 2 b3 3 b4". */
export const way = (places: readonly [SceneObject, ...SceneObject[]]): string =>
  `${about(places.slice(0, 1))} ${places
    .slice(1)
    .map((place, i) => step(i + 2, place))
    .join(" ")}`;

/** Where what moves is in a frame, counted from 1: "3 b4". */
export const step = (frame: number, { row, column }: SceneObject): string => `${frame} ${cellName(row, column)}`;

/** What becomes of what: "from star red small b2 to star blue small b2", "to black". */
export function change(before: Scene, after: Scene): string {
  const without = (scene: Scene, other: Scene) =>
    scene.objects.filter((object) => !other.objects.some((each) => sameObject(each, object)));
  const [gone, come] = [without(before, after), without(after, before)];
  const background = before.background === after.background ? [] : [backgrounds[after.background].words];
  const left = gone.length > 0 ? `from ${gone.map(objectWords).join(" ")} ` : "";
  return `${left}to ${[...background, ...come.map(objectWords)].join(" ") || "none"}`;
}
