import { isBlocker } from "../node/blocker.ts";
import { gather } from "./gather.ts";
import { signatureOf } from "./keys.ts";
import type { NodeStep } from "./plan-type.ts";
import type { Run } from "./run.ts";
import type { Need } from "./run-steps.ts";
import type { Scope } from "./scope.ts";

/**
 * Asks a node which lazy inputs it wants, runs those, and asks again until it names none that is new. What it answers
 * is kept by what it knew, so that a later run can tell without values.
 */
export async function settleWants(number: number, scope: Scope, run: Run, need: Need): Promise<void> {
  await Promise.resolve(); // so that lazy nodes behind lazy nodes do not pile up on the stack
  if (scope.keys[number] !== undefined) return;
  const step = scope.plan.steps[number] as NodeStep;
  const wanted = new Set<string>();
  for (;;) {
    const signature = signatureOf(step, [...wanted], scope, run);
    const known = typeof signature === "string" ? run.cache.wants.get(signature) : undefined;
    const more = known ?? (await askWants(step, wanted, scope));
    if (typeof signature === "string" && known === undefined) run.cache.wants.set(signature, more);
    if (more.length === 0) break;
    for (const name of more) wanted.add(name);
    await need(step.inputs.flatMap(({ name, lazy, wire }) => (lazy && more.includes(name) ? [wire] : [])));
  }
  scope.wanted[number] = [...wanted];
}

/** The lazy inputs that some item wants and that were not wanted before. */
async function askWants(step: NodeStep, wanted: ReadonlySet<string>, scope: Scope): Promise<readonly string[]> {
  const lazy = new Set(step.inputs.flatMap(({ name, lazy }) => (lazy && !wanted.has(name) ? [name] : [])));
  const gathered = gather(step, [...wanted], scope);
  const more = new Set<string>();
  for (let item = 0; item < gathered.count; item++) {
    const inputs = gathered.at(item);
    if (isBlocker(inputs)) continue;
    for (const name of (await step.definition.wants?.(inputs)) ?? []) if (lazy.has(name)) more.add(name);
  }
  return [...more];
}
