import { type Result, resourcesOf } from "../cache/result.ts";
import { workflowErrors } from "../errors.ts";
import { show } from "../graph/show.ts";
import { findKey, hasLazy, rememberWants } from "./keys.ts";
import type { Call, LoopStep } from "./plan-type.ts";
import { readInput } from "./read-input.ts";
import { reportDone, reportStart } from "./report.ts";
import { type LoopValues, type Round, rounds } from "./rounds.ts";
import { type Run, throwIfStopped } from "./run.ts";
import { hold, linkedValues, literal, runRound } from "./run-round.ts";
import type { Need } from "./run-steps.ts";
import { type Given, isReusable, placeOf, type Scope, slotOfWire } from "./scope.ts";

/**
 * Runs the body of a loop once per round, each in a fresh scope: see `rounds`. The result is held once.
 * @throws WORKFLOW_INPUT_REFUSED, WORKFLOW_ABORTED, and what the nodes in it throw
 */
export async function runLoop(number: number, scope: Scope, run: Run, need: Need): Promise<Result> {
  throwIfStopped(run);
  const step = scope.plan.steps[number] as LoopStep;
  if (scope.keys[number] === undefined) findKey(number, scope, run);
  const kind = rounds[step.definition.loop?.kind ?? "carry"];
  const { count: _count, ...first } = linkedValues(step.start, scope);
  const total = kind.total(first, countOf(step.start, scope));
  const place = placeOf(step, scope);
  const progress = (done: number) => run.emit({ type: "node-progress", ...place, done, total, label: step.title });
  const wanted = new Set<string>();
  let finished = 0;

  reportStart(number, scope, run);
  const began = run.now();
  progress(0);
  const round = async (index: number, values: LoopValues): Promise<Round> => {
    throwIfStopped(run);
    const offered = { ...values, index: literal(index), count: literal(total) };
    const made = await runRound(step, { offered, index }, scope, run, { need, wanted });
    finished += 1;
    progress(finished);
    return made;
  };
  const inOrder = step.body.hasOutput;
  const { values, letGo } = await kind.run({ first, total, inOrder, round, hold: (each) => hold(each, run) });
  try {
    throwIfStopped(run);
    settleKey(number, [...wanted], scope, run);
    const key = scope.keys[number];
    const outputs = Object.keys(step.definition.outputs).map((name) => values[name] ?? kind.absent);
    const result = resultOf(outputs, key === undefined);
    run.cache.holds.retain(result.resources);
    if (finished < total) progress(total);
    reportDone(number, run.now() - began, scope, run);
    if (key !== undefined && isReusable(key)) run.cache.set(key, result);
    return result;
  } finally {
    letGo();
  }
}

/** A loop with lazy captures may have a key only once it is known which of them its rounds wanted. */
function settleKey(number: number, wanted: readonly string[], scope: Scope, run: Run): void {
  const step = scope.plan.steps[number] as LoopStep;
  if (scope.keys[number] !== undefined || !hasLazy(step)) return;
  rememberWants(step, wanted, scope, run);
  findKey(number, scope, run);
  scope.wanted[number] = wanted;
}

/** The rounds that a start asks for; 0 where it has no such input. */
function countOf(start: Call, scope: Scope): number {
  const input = start.inputs.find(({ name }) => name === "count");
  if (input === undefined) return 0;
  const [value] = slotOfWire(input.wire, scope).items;
  const reading = readInput(input.port, value, input.omitted);
  if (reading.ok) return Number(reading.value);
  const about = { node: start.id, title: start.title, input: input.name, expected: reading.expected, got: show(value) };
  throw workflowErrors.INPUT_REFUSED(about);
}

/** `ownKeys`: each output keeps the key of what was linked to it, for the loop itself has none. */
function resultOf(outputs: readonly Given[], ownKeys: boolean): Result {
  const slots = outputs.map(({ slot }) => slot);
  return { slots, keys: ownKeys ? outputs.map(({ key }) => key) : null, said: [], resources: resourcesOf(slots) };
}
