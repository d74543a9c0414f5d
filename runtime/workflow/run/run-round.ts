import { resourcesOf } from "../cache/result.ts";
import { givenTo } from "./kept.ts";
import type { Call, LoopStep, Wire } from "./plan-type.ts";
import type { HeldValues, LoopValues, Round } from "./rounds.ts";
import type { Run } from "./run.ts";
import type { Need } from "./run-steps.ts";
import { type Given, givenBy, keyOfWire, type Promised, type Scope } from "./scope.ts";

/**
 * Runs the body of a loop once, with what the loop's start gives in this round. `wanted`: is told the lazy captures
 * that the round depends on.
 */
export async function runRound(
  step: LoopStep,
  { offered, index }: { readonly offered: LoopValues; readonly index: number },
  scope: Scope,
  run: Run,
  { need, wanted }: { readonly need: Need; readonly wanted: Set<string> },
): Promise<Round> {
  const inside = Object.keys(step.start.definition.outputs).map((name) => offered[name] ?? literal(undefined));
  const around = step.captures.map((wire, i) =>
    step.lazyCaptures.includes(i) ? promise(wire, scope, need) : givenBy(wire, scope),
  );
  const where = { iteration: [...scope.iteration, index], display: scope.display };
  const round = await run.runPlan(step.body, [...inside, ...around], where, run);
  const { loop: _loop, stop, ...made } = linkedValues(step, round.scope);
  const read = givenTo(round.scope);
  for (const i of step.lazyCaptures) if (read.has(inside.length + i)) wanted.add(String(i));
  const held = hold(made, run);
  round.close();
  return { ...held, stop: stop?.slot.items[0] === true };
}

/** What is around a loop and made only when a round reads it. */
function promise(wire: Wire, scope: Scope, need: Need): Promised {
  const fetch = async (): Promise<Given> => {
    await need([wire]);
    return givenBy(wire, scope);
  };
  return { key: keyOfWire(wire, scope), fetch };
}

/** The inputs of a call that something is linked to or written in. */
export function linkedValues({ inputs }: Call, scope: Scope): LoopValues {
  const linked = inputs.filter(({ omitted }) => !omitted);
  return Object.fromEntries(linked.map(({ name, wire }) => [name, givenBy(wire, scope)]));
}

export function hold(values: LoopValues, { cache }: Run): HeldValues {
  const resources = resourcesOf(Object.values(values).map(({ slot }) => slot));
  cache.holds.retain(resources);
  return { values, letGo: () => cache.holds.drop(resources) };
}

export function literal(value: number | undefined): Given {
  return { slot: { items: [value], list: false }, key: String(value) };
}
