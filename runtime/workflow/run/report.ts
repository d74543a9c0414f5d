import type { Result } from "../cache/result.ts";
import type { Step } from "./plan-type.ts";
import type { Run } from "./run.ts";
import { displayOf, type Scope } from "./scope.ts";
import type { Trace } from "./trace.ts";

// Events and traces are written out field by field: that makes them several times as fast as by spreading.

export function reportStart(number: number, scope: Scope, run: Run): void {
  const { id: node, title, definition } = scope.plan.steps[number] as Step;
  const { iteration } = scope;
  run.emit({ type: "node-start", node, display: displayOf(node, scope), iteration, title, nodeType: definition.type });
}

/** Tells that a step ran. */
export function reportDone(number: number, ms: number, scope: Scope, run: Run): void {
  const { id: node } = scope.plan.steps[number] as Step;
  run.emit({ type: "node-done", node, display: displayOf(node, scope), iteration: scope.iteration, ms });
  keepTrace(number, "ran", ms, scope, run);
}

/** Tells that a step's result is reused, and says again what it said. */
export function reportCached(number: number, { said }: Result, scope: Scope, run: Run): void {
  const { id: node, title, definition } = scope.plan.steps[number] as Step;
  const { iteration } = scope;
  const display = displayOf(node, scope);
  run.emit({ type: "node-cached", node, display, iteration, title, nodeType: definition.type });
  for (const each of said) run.emit({ node, display, iteration, ...each });
  keepTrace(number, "cached", 0, scope, run);
}

/** Tells each reason for which a step does not run, or not for some item of a list. */
export function reportBlocked(number: number, reasons: Iterable<string>, scope: Scope, run: Run): void {
  const { id: node, title, definition } = scope.plan.steps[number] as Step;
  const place = { node, display: displayOf(node, scope), iteration: scope.iteration };
  for (const reason of reasons) run.emit({ type: "node-blocked", ...place, title, nodeType: definition.type, reason });
}

/** Notes what happened to a step, beside what its key was made from in the run before. */
export function keepTrace(number: number, outcome: Trace["outcome"], ms: number, scope: Scope, run: Run): void {
  const { id: node, title, definition } = scope.plan.steps[number] as Step;
  const { iteration } = scope;
  const name = iteration.length === 0 ? node : `${node}@${iteration.join()}`;
  const signature = scope.signatures[number] ?? null;
  const before = run.cache.signatures.replace(name, signature ?? "") ?? null;
  const display = displayOf(node, scope);
  const nodeType = definition.type;
  run.traces.push({ node, display, iteration, title, nodeType, outcome, ms, signature, before });
}
