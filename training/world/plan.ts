import { type Kind, kindName, sameKind } from "./kinds.ts";
import type { Scene, SceneObject, Size } from "./scene.ts";
import { backgrounds } from "./vocabulary.ts";

const sizeWords: Readonly<Record<Size, string>> = { 1: "small", 2: "medium", 3: "large", 4: "huge" };

/**
 * What is where, in few words: "light blue small red star b2 large cat c1" is a star of one cell in the second row and
 * second column, and a cat of three by three cells from the third row on. Written before a picture is painted, it
 * settles what the prompt leaves open. Objects stand in the order of `kinds`, then row by row.
 */
export function plan(scene: Scene, kinds: readonly Kind[]): string {
  const rank = ({ kind }: SceneObject) => kinds.findIndex((each) => sameKind(each, kind));
  const ordered = scene.objects.toSorted((a, b) => rank(a) - rank(b) || a.row - b.row || a.column - b.column);
  const objects = ordered.map(
    ({ kind, size, row, column }) => `${sizeWords[size]} ${kindName(kind)} ${cellName(row, column)}`,
  );
  return [backgrounds[scene.background].words, ...objects].join(" ");
}

/** Row as a letter, column as a digit, both from the top left: a1. */
const cellName = (row: number, column: number): string => `${String.fromCharCode(97 + row)}${column + 1}`;
