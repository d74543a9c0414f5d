import type { LoopStep, Plan, PlannedInput, Step, Wire } from "./plan-type.ts";

/** What some wires read: numbers of steps, and of what the plan is given, each once. */
export interface Reads {
  readonly steps: readonly number[];
  readonly given: readonly number[];
}

export function readsOf(wires: readonly Wire[]): Reads {
  const steps: number[] = [];
  const given: number[] = [];
  for (const wire of wires) {
    if (wire.kind === "step" && !steps.includes(wire.step)) steps.push(wire.step);
    if (wire.kind === "given" && !given.includes(wire.index)) given.push(wire.index);
  }
  return { steps, given };
}

/** What a step may read or not: the lazy inputs of a node, the lazy captures of a loop. */
export function lazyReads(step: Step): readonly { readonly name: string; readonly wire: Wire }[] {
  if (step.kind === "node") return step.inputs.filter(({ lazy }) => lazy);
  return step.lazyCaptures.map((i) => ({ name: String(i), wire: step.captures[i] as Wire }));
}

/** The captures of a loop that not every round reads: see `LoopStep`. */
export function findLazyCaptures({
  body,
  captures,
  start,
  inputs,
}: Pick<LoopStep, "body" | "captures" | "start" | "inputs">): readonly number[] {
  const sure = new Set(readsOf(inputs.map(wireOf)).given);
  for (const number of surelyRun(body)) for (const index of body.steps[number]?.eagerGiven ?? []) sure.add(index);
  const before = Object.keys(start.definition.outputs).length;
  return [...captures.keys()].filter((i) => !sure.has(before + i));
}

/** The steps that a plan's targets need, whatever lazy inputs want. */
function surelyRun({ steps, targets }: Plan): ReadonlySet<number> {
  const found = new Set(targets);
  for (const number of found) for (const source of steps[number]?.eager ?? []) found.add(source);
  return found;
}

export function wireOf({ wire }: PlannedInput): Wire {
  return wire;
}
