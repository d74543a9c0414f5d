import type { Result } from "../cache/result.ts";
import type { Step } from "./plan-type.ts";
import { lazyReads } from "./reads.ts";
import type { Run } from "./run.ts";
import { isReusable, type Scope } from "./scope.ts";

/** What the cache holds for a step whose key is known. */
export function keptResult(number: number, scope: Scope, run: Run): Result | undefined {
  const key = scope.keys[number];
  return key !== undefined && isReusable(key) ? run.cache.get(key) : undefined;
}

/** What a step reads before it starts: what it always does, and what it is already known to want. */
export function sourcesOf(number: number, scope: Scope): readonly number[] {
  const step = scope.plan.steps[number] as Step;
  const wanted = scope.wanted[number];
  if (wanted === undefined || wanted.length === 0) return step.eager;
  const more = lazyReads(step).flatMap(({ name, wire }) =>
    wire.kind === "step" && wanted.includes(name) ? [wire.step] : [],
  );
  return [...step.eager, ...more];
}

/** The same of what the plan is given. */
export function givenOf(number: number, scope: Scope): readonly number[] {
  const step = scope.plan.steps[number] as Step;
  const wanted = scope.wanted[number];
  if (wanted === undefined || wanted.length === 0) return step.eagerGiven;
  const more = lazyReads(step).flatMap(({ name, wire }) =>
    wire.kind === "given" && wanted.includes(name) ? [wire.index] : [],
  );
  return [...step.eagerGiven, ...more];
}

/** Of what a plan that has run was given, all that what its targets made depends on. */
export function givenTo(scope: Scope): ReadonlySet<number> {
  const steps = new Set(scope.plan.targets);
  const given = new Set<number>();
  for (const number of steps) {
    for (const source of sourcesOf(number, scope)) steps.add(source);
    for (const index of givenOf(number, scope)) given.add(index);
  }
  return given;
}

/** Lets go of a step's result, which was held for its scope. */
export function letGo(number: number, scope: Scope, run: Run): void {
  const result = scope.results[number];
  if (result === undefined) return;
  scope.results[number] = undefined;
  run.cache.holds.drop(result.resources);
}
