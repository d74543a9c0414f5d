import { type Kind, kindType, sameKind } from "./kinds.ts";
import type { Scene, SceneObject, Size } from "./scene.ts";
import { backgrounds, cellSide } from "./vocabulary.ts";

const sizeWords: Readonly<Record<Size, string>> = { 1: "small", 2: "medium", 3: "large", 4: "huge" };

/**
 * What is where, in few words: "d4 light blue star red small b2 cat large c1" is a canvas whose last cell is d4, with a
 * star of one cell in the second row and second column, and a cat of three by three cells from the third row on. Written
 * before a picture is painted, it settles what the prompt leaves open. Objects stand in the order of `kinds`, in which the
 * prompt names them, then row by row. What an object is comes before how it is: who has named it can look up the rest where
 * it was named before.
 */
export function plan(scene: Scene, kinds: readonly Kind[]): string {
  const rank = ({ kind }: SceneObject) => kinds.findIndex((each) => sameKind(each, kind));
  const objects = scene.objects.toSorted((a, b) => rank(a) - rank(b) || a.row - b.row || a.column - b.column);
  return planInOrder({ ...scene, objects });
}

/** The plan of a picture that is there, its objects in the scene's order. */
export const planInOrder = (scene: Scene): string =>
  [lastCell(scene), backgrounds[scene.background].words, ...scene.objects.map(objectWords)].join(" ");

/** An object as a plan names it: "star red small b2". */
export const objectWords = (object: SceneObject): string =>
  `${sizedWords(object)} ${cellName(object.row, object.column)}`;

/** An object without its place: "star red small". */
export const sizedWords = ({ kind, size }: Pick<SceneObject, "kind" | "size">): string =>
  `${kindWords(kind)} ${sizeWords[size]}`;

/** A kind as a plan names it: "star red", "cat". */
export const kindWords = (kind: Kind): string =>
  kind.type === "shape" ? `${kind.shape} ${kind.color}` : kindType(kind);

/** The last cell of a canvas, which its plan begins with. */
export const lastCell = ({ height, width }: Pick<Scene, "height" | "width">): string =>
  planStart([height / cellSide, width / cellSide]);

/** What a plan for a picture of so many rows and columns of cells begins with: the last cell. */
export const planStart = ([rows, columns]: readonly [rows: number, columns: number]): string =>
  cellName(rows - 1, columns - 1);

/** Row as a letter, column as a digit, both from the top left: a1. */
export const cellName = (row: number, column: number): string => `${String.fromCharCode(97 + row)}${column + 1}`;
