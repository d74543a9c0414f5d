import { type Result, resourcesOf } from "../cache/result.ts";
import { workflowErrors } from "../errors.ts";
import { show } from "../graph/show.ts";
import type { Call, LoopStep } from "./plan-type.ts";
import { readInput } from "./read-input.ts";
import { reportDone, reportStart } from "./report.ts";
import { type HeldValues, type LoopValues, type Round, rounds } from "./rounds.ts";
import { type Run, throwIfStopped } from "./run.ts";
import { type Given, givenBy, isReusable, placeOf, type Scope, slotOfWire } from "./scope.ts";

/**
 * Runs the body of a loop once per round, each in a fresh scope: see `rounds`. The result is held once.
 * @throws WORKFLOW_INPUT_REFUSED, WORKFLOW_ABORTED, and what the nodes in it throw
 */
export async function runLoop(number: number, scope: Scope, run: Run): Promise<Result> {
  const step = scope.plan.steps[number] as LoopStep;
  const kind = rounds[step.definition.loop?.kind ?? "carry"];
  const { count: _count, ...first } = linkedValues(step.start, scope);
  const total = kind.total(first, countOf(step.start, scope));
  const place = placeOf(step, scope);
  let finished = 0;
  const progress = (done: number) => run.emit({ type: "node-progress", ...place, done, total, label: step.title });

  reportStart(number, scope, run);
  const began = run.now();
  progress(0);
  const round = async (index: number, offered: LoopValues): Promise<Round> => {
    throwIfStopped(run);
    const made = await runRound(step, { ...offered, index: literal(index), count: literal(total) }, index, scope, run);
    finished += 1;
    progress(finished);
    return made;
  };
  const { values, letGo } = await kind.run({
    first,
    total,
    inOrder: step.body.hasOutput,
    round,
    hold: (each) => hold(each, run),
  });
  try {
    throwIfStopped(run);
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

/** Runs the body once, with what the loop's start gives in this round. */
async function runRound(step: LoopStep, offered: LoopValues, index: number, scope: Scope, run: Run): Promise<Round> {
  const inside = Object.keys(step.start.definition.outputs).map((name) => offered[name] ?? literal(undefined));
  const around = step.captures.map((wire) => givenBy(wire, scope));
  const where = { iteration: [...scope.iteration, index], display: scope.display };
  const round = await run.runPlan(step.body, [...inside, ...around], where, run);
  const { loop: _loop, stop, ...made } = linkedValues(step, round.scope);
  const held = hold(made, run);
  round.close();
  return { ...held, stop: stop?.slot.items[0] === true };
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
function resultOf(outputs: readonly Given[], ownKeys: boolean): Result {
  const slots = outputs.map(({ slot }) => slot);
  return { slots, keys: ownKeys ? outputs.map(({ key }) => key) : null, said: [], resources: resourcesOf(slots) };
}

function hold(values: LoopValues, { cache }: Run): HeldValues {
  const resources = resourcesOf(Object.values(values).map(({ slot }) => slot));
  cache.holds.retain(resources);
  return { values, letGo: () => cache.holds.drop(resources) };
}

function literal(value: number | undefined): Given {
  return { slot: { items: [value], list: false }, key: String(value) };
}
