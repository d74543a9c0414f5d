import type { Said } from "../cache/result.ts";

type Point = Extract<Said, { readonly type: "node-metric" }>;

/** Points of a curve that are kept with a result; with more every other one is forgotten. */
const MOST = 1_000;

/** Adds points of curves to what a node said, however many it tells of. */
export function keepPoints(said: Said[]): (point: Point) => void {
  const counts = new Map<string, number>();
  return (point) => {
    said.push(point);
    const count = (counts.get(point.name) ?? 0) + 1;
    counts.set(point.name, count > MOST ? thin(said, point.name) : count);
  };
}

/** Forgets every other point of a curve, not its last one; the answer is how many are left. */
function thin(said: Said[], name: string): number {
  const points = said.filter((each) => each.type === "node-metric" && each.name === name);
  const gone = new Set(points.filter((_, i) => (points.length - i) % 2 === 0));
  const kept = said.filter((each) => !gone.has(each));
  said.splice(0, said.length, ...kept);
  return points.length - gone.size;
}
