import type { Result } from "../cache/result.ts";
import type { About } from "./events.ts";
import type { Step } from "./plan-type.ts";
import type { Run } from "./run.ts";
import { placeOf, type Scope } from "./scope.ts";
import type { Trace } from "./trace.ts";

export function aboutStep({ title, definition }: Step): About {
  return { title, nodeType: definition.type };
}

/** Tells that a step's result is reused, and says again what it said. */
export function reportCached(number: number, { said }: Result, scope: Scope, run: Run): void {
  const step = scope.plan.steps[number] as Step;
  const place = placeOf(step, scope);
  run.emit({ type: "node-cached", ...place, ...aboutStep(step) });
  for (const each of said) run.emit({ ...place, ...each });
  keepTrace(number, "cached", 0, scope, run);
}

/** Notes what happened to a step, beside what its key was made from in the run before. */
export function keepTrace(number: number, outcome: Trace["outcome"], ms: number, scope: Scope, run: Run): void {
  const step = scope.plan.steps[number] as Step;
  const place = placeOf(step, scope);
  const name = place.iteration.length === 0 ? place.node : `${place.node}@${place.iteration.join()}`;
  const signature = scope.signatures[number] ?? null;
  const before = run.cache.signatures.get(name) ?? null;
  run.cache.signatures.set(name, signature ?? "");
  run.traces.push({ ...place, ...aboutStep(step), outcome, ms, signature, before });
}
