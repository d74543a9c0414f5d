import { kindName, sameKind } from "../world/kinds.ts";
import type { Expectation } from "../world/prompts.ts";
import type { Detection } from "./detect.ts";
import { boxRelations } from "./judge.ts";

/** One thing that was asked for. */
export interface Condition {
  /** "2 red star", "cat above dog". */
  readonly asked: string;
  /** How far it is met, 0 … 1. */
  readonly met: number;
}

/**
 * How far a picture answers a prompt, one condition for each kind that was asked for and one for a relation. Where
 * `judge` says yes or no by the rules of GenEval, this says how near a miss was, so that pictures can be ranked and a
 * model be tuned: a kind counts by the share of its objects that are there, with too many as bad as too few where the
 * number was said.
 */
export function conditionsOf(detections: readonly Detection[], expected: Expectation): readonly Condition[] {
  const kinds = expected.objects.map(({ kind, count }) => {
    const found = detections.filter((detection) => sameKind(detection.kind, kind)).length;
    const missed = expected.exact ? Math.abs(found - count) : Math.max(0, count - found);
    return { asked: `${count} ${kindName(kind)}`, met: Math.max(0, 1 - missed / count) };
  });
  const [first, second] = expected.objects;
  if (expected.relation === null || first === undefined || second === undefined) return kinds;
  const { relation } = expected;
  const of = (kind: Detection["kind"]) => detections.filter((detection) => sameKind(detection.kind, kind));
  const holds = of(first.kind).some((a) => of(second.kind).some((b) => boxRelations(a.box, b.box).includes(relation)));
  const asked = `${kindName(first.kind)} ${relation} ${kindName(second.kind)}`;
  return [...kinds, { asked, met: holds ? 1 : 0 }];
}

/** The mean of the conditions, 0 … 1; 0 where nothing was asked. */
export function rewardOf(conditions: readonly Condition[]): number {
  return conditions.length === 0 ? 0 : conditions.reduce((sum, { met }) => sum + met, 0) / conditions.length;
}
