import type { Result } from "../cache/result.ts";
import { compute } from "./compute.ts";
import { failure } from "./failure.ts";
import { findKey, hasLazy, keyFrom, signatureOf } from "./keys.ts";
import type { NodeStep } from "./plan-type.ts";
import { keepTrace, reportCached } from "./report.ts";
import { type Run, throwIfStopped } from "./run.ts";
import type { Need } from "./run-steps.ts";
import { isReusable, placeOf, type Scope } from "./scope.ts";
import { settleWants } from "./settle-wants.ts";

/**
 * Runs a node once what it reads from is done, or takes its result from the cache. The result is held once.
 * @throws WORKFLOW_INPUT_REFUSED, WORKFLOW_NODE_REFUSED, WORKFLOW_NODE_FAILED, WORKFLOW_ABORTED
 */
export async function runNode(number: number, scope: Scope, run: Run, need: Need): Promise<Result> {
  throwIfStopped(run);
  const step = scope.plan.steps[number] as NodeStep;
  if (scope.keys[number] === undefined) findKey(number, scope, run);
  try {
    if (hasLazy(step)) await settleWants(number, scope, run, need);
    const key = keyOf(number, scope, run);
    const kept = isReusable(key) ? run.cache.get(key) : undefined;
    if (kept !== undefined) {
      reportCached(number, kept, scope, run);
      run.cache.holds.retain(kept.resources);
      return kept;
    }
    const result = await compute(number, scope, run);
    if (isReusable(key)) run.cache.set(key, result);
    return result;
  } catch (cause) {
    if (cause instanceof Error && run.told.has(cause)) throw cause; // a node that this one expanded into
    throwIfStopped(run);
    const error = failure(step, scope, cause);
    run.told.add(error);
    keepTrace(number, "failed", 0, scope, run);
    const { code, message, help } = error;
    run.emit({ type: "node-error", ...placeOf(step, scope), code, message, help });
    throw error;
  }
}

/** The key of a step that is about to run; what it was made from throws here when it could not be told. */
function keyOf(number: number, scope: Scope, run: Run): string {
  const known = scope.keys[number];
  if (known !== undefined) return known;
  const step = scope.plan.steps[number] as NodeStep;
  const fingerprint = run.fingerprints.get(step);
  if (fingerprint !== undefined && !fingerprint.ok) throw fingerprint.error;
  const signature = signatureOf(step, scope.wanted[number] ?? [], scope, run) ?? null;
  if (signature !== null) scope.signatures[number] = signature;
  const key = keyFrom(signature);
  scope.keys[number] = key;
  return key;
}
