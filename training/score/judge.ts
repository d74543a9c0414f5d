import { kindName, kindPlural, kindType, sameKind } from "../world/kinds.ts";
import type { Expectation, ExpectedObject } from "../world/prompts.ts";
import type { Relation } from "../world/relations.ts";
import type { Box } from "../world/scene.ts";
import type { Detection } from "./detect.ts";

export interface Verdict {
  readonly pass: boolean;
  /** One plain clause: what was found, or what is wrong first. */
  readonly reason: string;
}

/**
 * Decides whether the detections answer the prompt, by the rules of GenEval (arXiv 2310.11513, §3.2): every expected
 * kind, colour included, at least as often as asked, exactly so for counting; and, when a relation is asked, some pair
 * of the two kinds stands in it. Further objects of other kinds do not matter.
 */
export function judge(detections: readonly Detection[], expected: Expectation): Verdict {
  for (const object of expected.objects) {
    const found = detections.filter(({ kind }) => sameKind(kind, object.kind)).length;
    const enough = expected.exact ? found === object.count : found >= object.count;
    if (!enough) return { pass: false, reason: missing(detections, object, found) };
  }
  if (expected.relation === null) return { pass: true, reason: `found ${expected.objects.map(counted).join(" and ")}` };
  return judgeRelation(detections, expected, expected.relation);
}

function judgeRelation(detections: readonly Detection[], { objects }: Expectation, relation: Relation): Verdict {
  const [first, second] = objects;
  if (!first || !second) throw new RangeError("A relation expected two objects.");
  const of = (object: ExpectedObject) => detections.filter(({ kind }) => sameKind(kind, object.kind));
  const holds = of(first).some((a) => of(second).some((b) => boxRelations(a.box, b.box).includes(relation)));
  const pair = `${kindName(first.kind)} ${relation} ${kindName(second.kind)}`;
  return holds ? { pass: true, reason: `found ${pair}` } : { pass: false, reason: `no ${pair}` };
}

/**
 * The relations of `a` to `b` by their centres, as GenEval's evaluation code has it: the offset of the centres, shortened
 * by a tenth of both extents, over its length; a relation holds where a component is beyond one half. Near a diagonal
 * two hold, for boxes on top of each other none.
 */
export function boxRelations(a: Box, b: Box): Relation[] {
  const dx = a.left + a.width / 2 - (b.left + b.width / 2);
  const dy = a.top + a.height / 2 - (b.top + b.height / 2);
  const length = Math.hypot(dx, dy);
  if (length === 0) return [];
  const x = shorten(dx, 0.1 * (a.width + b.width)) / length;
  const y = shorten(dy, 0.1 * (a.height + b.height)) / length;
  const found: Relation[] = [];
  if (x < -0.5) found.push("left of");
  if (x > 0.5) found.push("right of");
  if (y < -0.5) found.push("above");
  if (y > 0.5) found.push("below");
  return found;
}

function shorten(value: number, by: number): number {
  return Math.sign(value) * Math.max(Math.abs(value) - by, 0);
}

/** Names the nearest mistake: a wrong number, a wrong colour, or nothing of the kind. */
function missing(detections: readonly Detection[], object: ExpectedObject, found: number): string {
  if (found > 0) return `expected ${counted(object)}, found ${found}`;
  const other = detections.find(({ kind }) => kindType(kind) === kindType(object.kind));
  return `expected ${counted(object)}, found ${other ? `${kindName(other.kind)} instead` : "none"}`;
}

function counted({ kind, count }: ExpectedObject): string {
  return count === 1 ? `1 ${kindName(kind)}` : `${count} ${kindPlural(kind)}`;
}
