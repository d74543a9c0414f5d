import { askFingerprints } from "./fingerprints.ts";
import { keptResult, letGo, sourcesOf } from "./kept.ts";
import { type FindKeys, findKeys } from "./keys.ts";
import type { Plan } from "./plan-type.ts";
import { reportCached } from "./report.ts";
import type { Run } from "./run.ts";
import { runSteps } from "./run-steps.ts";
import { createScope, type Given, type Promised, type Scope, type Where } from "./scope.ts";

/** A plan that has run. What its targets made is held until `close`. */
export interface Finished {
  readonly scope: Scope;
  readonly close: () => void;
}

/** `find`: how its keys are found. Default: each is made from what it depends on. */
export type RunPlan = (
  plan: Plan,
  given: readonly (Given | Promised)[],
  where: Where,
  run: Run,
  find?: FindKeys,
) => Promise<Finished>;

/**
 * Runs a plan: first what is known of keys says what the cache holds, then its targets ask for the rest, each step
 * starting when what it reads from is done. After a failure nothing new starts; what runs is told to stop and waited
 * for, so no work is left behind.
 * @throws WORKFLOW_NODE_FAILED, WORKFLOW_INPUT_REFUSED, WORKFLOW_NODE_REFUSED, WORKFLOW_ABORTED
 */
export const runPlan: RunPlan = async (plan, given, where, run, find = findKeys) => {
  const scope = createScope(plan, given, where);
  if (plan.fingerprinted.length > 0) await askFingerprints(plan.fingerprinted, run.fingerprints);
  find(scope, run);
  const close = (): void => {
    for (const number of scope.results.keys()) letGo(number, scope, run);
  };
  try {
    await runSteps(scope, tellKept(scope, run), run);
    return { scope, close };
  } catch (error) {
    close();
    throw error;
  }
};

/**
 * Tells which of the steps that the targets build on are in the cache, and marks those as used: also those that nobody
 * will read because what reads them is in the cache too.
 */
function tellKept(scope: Scope, run: Run): ReadonlySet<number> {
  const { steps, targets } = scope.plan;
  const needed = new Uint8Array(steps.length);
  for (const target of targets) needed[target] = 1;
  for (let number = steps.length - 1; number >= 0; number--)
    if (needed[number] === 1) for (const source of sourcesOf(number, scope)) needed[source] = 1;
  const told = new Set<number>();
  for (let number = 0; number < steps.length; number++) {
    const kept = needed[number] === 1 ? keptResult(number, scope, run) : undefined;
    if (kept === undefined) continue;
    reportCached(number, kept, scope, run);
    told.add(number);
  }
  return told;
}
