import type { Slot } from "../cache/result.ts";
import { workflowErrors } from "../errors.ts";
import { show } from "../graph/show.ts";
import { type Blocker, isBlocker } from "../node/blocker.ts";
import type { Call, PlannedInput } from "./plan-type.ts";
import { readInput } from "./read-input.ts";
import { keyOfWire, NEVER, type Scope, slotOfWire } from "./scope.ts";

/** The inputs of a call, item by item: it runs once for each item of its longest list. */
export interface Gathered {
  readonly count: number;
  /** True when some input is a list, even of one: then every output is a list. */
  readonly mapped: boolean;
  /**
   * The inputs of one item; shorter lists repeat their last. A blocker among them stands for all.
   * @throws WORKFLOW_INPUT_REFUSED when a value is not what its port takes.
   */
  readonly at: (item: number) => Readonly<Record<string, unknown>> | Blocker;
}

/** Gathers the inputs of a call; lazy ones that are not among `wanted` stay undefined. */
export function gather(call: Call, wanted: readonly string[], scope: Scope): Gathered {
  const slots = call.inputs.map((input) =>
    input.lazy && !wanted.includes(input.name) ? null : slotOfWire(input.wire, scope),
  );
  let count = 1;
  let mapped = false;
  for (const [i, input] of call.inputs.entries()) {
    const slot = slots[i];
    if (!slot?.list || input.port.list) continue;
    count = !mapped
      ? slot.items.length
      : count === 0 || slot.items.length === 0
        ? 0
        : Math.max(count, slot.items.length);
    mapped = true;
  }
  return { count, mapped, at: (item) => inputsAt(item, call, slots) };
}

function inputsAt(
  item: number,
  call: Call,
  slots: readonly (Slot | null)[],
): Readonly<Record<string, unknown>> | Blocker {
  const values: Record<string, unknown> = {};
  const rest: Record<string, unknown> = {};
  for (let i = 0; i < call.inputs.length; i++) {
    const input = call.inputs[i] as PlannedInput;
    const slot = slots[i];
    const into = input.rest ? rest : values;
    if (!slot) {
      into[input.name] = undefined;
      continue;
    }
    const given = input.port.list && !input.omitted ? wholeList(slot) : itemOf(slot, item);
    if (isBlocker(given)) return given;
    const reading = readInput(input.port, given, input.omitted);
    if (!reading.ok) throw refused(call, input, reading.expected, given);
    into[input.name] = reading.value;
  }
  if (call.definition.rest !== null) values.rest = rest;
  return values;
}

/** What a list port is given: the items that nothing blocks. A written value stands as it is. */
function wholeList(slot: Slot): unknown {
  return slot.list ? slot.items.filter((item) => !isBlocker(item)) : slot.items[0];
}

function itemOf({ items }: Slot, item: number): unknown {
  return items[Math.min(item, items.length - 1)];
}

function refused(call: Call, { name }: PlannedInput, expected: string, got: unknown): Error {
  const about = { node: call.id, title: call.title, input: name, expected, got: show(got) };
  return workflowErrors.INPUT_REFUSED(about);
}

/** The keys of the objects among an item's inputs, so that a graph made from them has keys too. */
export function keysOfInputs(
  call: Call,
  item: number,
  inputs: Readonly<Record<string, unknown>>,
  scope: Scope,
): ReadonlyMap<unknown, string> {
  const keys = new Map<unknown, string>();
  const keep = (value: unknown, key: string): void => {
    if (typeof value === "object" && value !== null) keys.set(value, key);
  };
  for (const { name, wire, port } of call.inputs) {
    const value = inputs[name];
    const key = keyOfWire(wire, scope) ?? NEVER;
    const { items, list } = slotOfWire(wire, scope);
    if (port.list && Array.isArray(value)) {
      keep(value, key);
      for (const [i, each] of value.entries()) keep(each, `${key}[${i}]`);
    } else keep(value, list ? `${key}[${Math.min(item, items.length - 1)}]` : key);
  }
  return keys;
}
