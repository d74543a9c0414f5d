/** What a node told of numbers that change from step to step, by their names: pairs of step and value. */
export type Curves = ReadonlyMap<string, readonly Point[]>;
export type Point = readonly [number, number];

/** With more points every other one is left out: a curve is drawn some hundred pixels wide. */
const MOST = 1_000;

export const noCurves: Curves = new Map();

export function withPoint(curves: Curves, name: string, point: Point): Curves {
  const points = [...(curves.get(name) ?? []), point];
  return new Map(curves).set(
    name,
    points.length > MOST ? points.filter((_, i) => (points.length - i) % 2 === 1) : points,
  );
}

/** The curves of several nodes in one: of one name those of the first that has it. */
export function mergeCurves(all: readonly Curves[]): Curves {
  return new Map(all.flatMap((curves) => [...curves]).reverse());
}

/** The least and the largest of some numbers. */
export function rangeOf(values: readonly number[]): Point {
  return [Math.min(...values), Math.max(...values)];
}
