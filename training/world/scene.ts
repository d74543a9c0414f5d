import { type Kind, kindIndex, sameKind } from "./kinds.ts";
import { type Background, cellSide } from "./vocabulary.ts";

/** One picture as data. Boxes of objects never overlap. */
export interface Scene {
  /** Pixels, a multiple of `cellSide`. */
  readonly height: number;
  readonly width: number;
  readonly background: Background;
  readonly objects: readonly SceneObject[];
}

export interface SceneObject {
  readonly kind: Kind;
  /** Side of the square box in lattice cells: 1 small, 2 medium, 3 large; 4 is large for a lone object on 64×64. */
  readonly size: Size;
  /** Top and left lattice cell of the box, from 0. */
  readonly row: number;
  readonly column: number;
}

export type Size = 1 | 2 | 3 | 4;
export type SizeName = "small" | "medium" | "large";

/** A rectangle in pixels. */
export interface Box {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** Objects of one kind and one size. */
export interface Group {
  readonly kind: Kind;
  readonly size: Size;
  readonly objects: readonly SceneObject[];
}

export function boxOf({ row, column, size }: SceneObject): Box {
  return { top: row * cellSide, left: column * cellSide, height: size * cellSide, width: size * cellSide };
}

export function sizeName(size: Size): SizeName {
  return size === 1 ? "small" : size === 2 ? "medium" : "large";
}

/** The object of a scene that has but one. */
export const loneObject = ({ objects }: Scene): SceneObject | undefined =>
  objects.length === 1 ? objects[0] : undefined;

/** True when the boxes share a lattice cell. */
export function overlap(a: SceneObject, b: SceneObject): boolean {
  return (
    a.row < b.row + b.size && b.row < a.row + a.size && a.column < b.column + b.size && b.column < a.column + a.size
  );
}

/** Whether two objects are of one kind and size and stand in one place. */
export const sameObject = (a: SceneObject, b: SceneObject): boolean =>
  sameKind(a.kind, b.kind) && a.size === b.size && a.row === b.row && a.column === b.column;

/** The same scene with its objects row by row, as one who looks at it finds them. */
export const inReadingOrder = (scene: Scene): Scene => ({
  ...scene,
  objects: scene.objects.toSorted((a, b) => a.row - b.row || a.column - b.column),
});

/** The objects by kind and size, in order of first appearance. */
export function groups({ objects }: Scene): Group[] {
  const found = new Map<string, SceneObject[]>();
  for (const object of objects) {
    const key = `${kindIndex(object.kind)}/${object.size}`;
    const members = found.get(key);
    if (members) members.push(object);
    else found.set(key, [object]);
  }
  return [...found.values()].map((members) => {
    const { kind, size } = members[0] as SceneObject;
    return { kind, size, objects: members };
  });
}

/** The smallest box around a group. */
export function groupBox({ objects }: Group): Box {
  const boxes = objects.map(boxOf);
  const top = Math.min(...boxes.map((box) => box.top));
  const left = Math.min(...boxes.map((box) => box.left));
  const bottom = Math.max(...boxes.map((box) => box.top + box.height));
  const right = Math.max(...boxes.map((box) => box.left + box.width));
  return { top, left, height: bottom - top, width: right - left };
}
