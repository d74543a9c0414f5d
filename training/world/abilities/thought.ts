/** What an answer about a picture turns on, in the words of plans: a line that is thought before it is given. */
import { namedGroups, relationOfPair } from "../describe.ts";
import { type Kind, sameKind } from "../kinds.ts";
import { cellName, kindWords, lastCell, objectWords, planInOrder, sizedWords } from "../plan.ts";
import { type Along, placeOf } from "../relations.ts";
import { boxOf, inReadingOrder, loneObject, type Scene, type SceneObject, sameObject } from "../scene.ts";
import { backgrounds } from "../vocabulary.ts";
import { numberWords } from "../words.ts";

/** A picture's plan as one writes it who sees the picture: row by row. */
export const sight = (scene: Scene): string => planInOrder(inReadingOrder(scene));

/**
 * What a caption turns on: of each group that it names the places and how many they are, then how two groups stand to each
 * other, or where a lone object is: "see star red small b2 c4 two cat medium c3 one above", "see cat medium c3 one bottom right".
 */
export function tally(scene: Scene): string {
  const named = namedGroups(scene);
  const lines = named.map(({ kind, size, objects }) => {
    const cells = objects.map(({ row, column }) => cellName(row, column)).join(" ");
    return `${sizedWords({ kind, size })} ${cells} ${numberWords[objects.length]}`;
  });
  const lone = loneObject(scene);
  const where = lone ? whereabouts(lone, scene) : relationOfPair(named);
  return ["see", ...lines, ...(where === null ? [] : [where])].join(" ");
}

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

/**
 * A clip that nobody has seen: its canvas, the way through it, and where what stays stands, which is to leave the way free:
 * "d4 see star red small b2 2 b3 3 b4 see cat medium c1".
 */
export function staged(scene: Scene, mover: SceneObject, wayThrough: string): string {
  const still = scene.objects.filter((object) => object !== mover);
  return [lastCell(scene), wayThrough, ...(still.length > 0 ? [about(still)] : [])].join(" ");
}

/**
 * Where something goes: "star red small to top left a1". What it is comes first and the cell last, so that the place is one
 * that so large a thing fits into, and the cell follows from all before. `free` are the places that it might take:
 * "star red small where top left bottom right to top left a1".
 */
export function destination(
  what: string,
  { where, object: { row, column } }: { readonly where: string; readonly object: SceneObject },
  free: readonly string[] = [],
): string {
  const choice = free.length > 0 ? [`where ${free.join(" ")}`] : [];
  return [what, ...choice, "to", where, cellName(row, column)].join(" ");
}

/** What becomes of what: "from star red small b2 to star blue small b2", "from white to black". */
export function change(before: Scene, after: Scene): string {
  const without = (scene: Scene, other: Scene) =>
    scene.objects.filter((object) => !other.objects.some((each) => sameObject(each, object)));
  const [gone, come] = [without(before, after), without(after, before)];
  const backgroundOf = (scene: Scene) =>
    before.background === after.background ? [] : [backgrounds[scene.background].words];
  const from = [...backgroundOf(before), ...gone.map(objectWords)];
  const to = [...backgroundOf(after), ...come.map(objectWords)];
  return `${from.length > 0 ? `from ${from.join(" ")} ` : ""}to ${to.join(" ") || "none"}`;
}
