import { type Result, resourcesOf } from "../cache/result.ts";
import { workflowErrors } from "../errors.ts";
import { show } from "../graph/show.ts";
import type { Call, LoopStep } from "./plan-type.ts";
import { readInput } from "./read-input.ts";
import { reportDone, reportStart } from "./report.ts";
import { type LoopValues, type Rounds, rounds } from "./rounds.ts";
import { type Run, throwIfStopped } from "./run.ts";
import { type Given, givenBy, isReusable, placeOf, type Scope, slotOfWire } from "./scope.ts";

/**
 * Runs the body of a loop once per round, each in a fresh scope: see `rounds`. The result is held once.
 * @throws WORKFLOW_INPUT_REFUSED, WORKFLOW_ABORTED, and what the nodes in it throw
 */
export async function runLoop(number: number, scope: Scope, run: Run): Promise<Result> {
  const step = scope.plan.steps[number] as LoopStep;
  const place = placeOf(step, scope);
  const kind = rounds[step.definition.loop?.kind ?? "carry"];
  const around = step.captures.map((wire) => givenBy(wire, scope));
  const { count: _count, ...first } = linkedValues(step.start, scope);
  const total = kind.total(first, countOf(step.start, scope));

  reportStart(number, scope, run);
  const began = run.now();
  const held = createHeld(run);
  let values = held.keep(kind.begin(first));
  let stopped = false;
  try {
    for (let index = 0; index < total && !stopped; index++) {
      throwIfStopped(run);
      run.emit({ type: "node-progress", ...place, done: index, total, label: step.title });
      const offered: LoopValues = { ...kind.offer(first, values, index), index: literal(index), count: literal(total) };
      const inside = Object.keys(step.start.definition.outputs).map((name) => offered[name] ?? literal(undefined));
      const where = { iteration: [...scope.iteration, index], display: scope.display };
      const round = await run.runPlan(step.body, [...inside, ...around], where, run);
      const { loop: _loop, stop, ...made } = linkedValues(step, round.scope);
      values = held.keep(kind.take(values, made));
      round.close();
      stopped = stop?.slot.items[0] === true;
      throwIfStopped(run);
    }
    const key = scope.keys[number];
    const result = resultOf(step, values, kind, key === undefined);
    run.cache.holds.retain(result.resources);
    run.emit({ type: "node-progress", ...place, done: total, total, label: step.title });
    reportDone(number, run.now() - began, scope, run);
    if (key !== undefined && isReusable(key)) run.cache.set(key, result);
    return result;
  } finally {
    held.keep({});
  }
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

/** The inputs of a call that something is linked to or written in. */
function linkedValues({ inputs }: Call, scope: Scope): LoopValues {
  const linked = inputs.filter(({ omitted }) => !omitted);
  return Object.fromEntries(linked.map(({ name, wire }) => [name, givenBy(wire, scope)]));
}

/** `ownKeys`: each output keeps the key of what was linked to it, for the loop itself has none. */
function resultOf(step: LoopStep, values: LoopValues, { absent }: Rounds, ownKeys: boolean): Result {
  const made = Object.keys(step.definition.outputs).map((name) => values[name] ?? absent);
  const slots = made.map(({ slot }) => slot);
  return { slots, keys: ownKeys ? made.map(({ key }) => key) : null, said: [], resources: resourcesOf(slots) };
}

/** Holds the values that go from round to round, until others take their place. */
function createHeld({ cache }: Run) {
  let now: Result["resources"] = [];
  return {
    keep: (values: LoopValues): LoopValues => {
      const next = resourcesOf(Object.values(values).map(({ slot }) => slot));
      cache.holds.retain(next);
      cache.holds.drop(now);
      now = next;
      return values;
    },
  };
}

function literal(value: number | undefined): Given {
  return { slot: { items: [value], list: false }, key: String(value) };
}
