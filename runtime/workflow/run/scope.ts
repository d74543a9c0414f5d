import type { Result, Slot } from "../cache/result.ts";
import type { NodeId } from "../graph/prompt.ts";
import type { Place } from "./events.ts";
import type { Plan, Step, Wire } from "./plan-type.ts";

/** A value that a plan is given when it runs. */
export interface Given {
  readonly slot: Slot;
  readonly key: string;
}

/** A value that is made once somebody reads it. Its key may be known before. */
export interface Promised {
  readonly key: string | undefined;
  readonly fetch: () => Promise<Given>;
}

/** Where a plan runs: in which round of which loops, and whose expansion it is, if any. */
export interface Where {
  readonly iteration: readonly number[];
  /** The node of the file that expanded into this plan; null in the file itself. */
  readonly display: NodeId | null;
}

/** A plan while it runs: what is known of its steps, by number. */
export interface Scope extends Where {
  readonly plan: Plan;
  /** What it is given; a promised value gives way to what it was fetched as. */
  readonly given: (Given | Promised)[];
  /** Keys of the steps; undefined until known. */
  readonly keys: (string | undefined)[];
  /** What keys were made from. */
  readonly signatures: (string | undefined)[];
  /** Lazy inputs that a step wants, as far as that is known. */
  readonly wanted: (readonly string[] | undefined)[];
  /** What came of the steps, while anyone may need it. */
  readonly results: (Result | undefined)[];
}

export function createScope(plan: Plan, given: readonly (Given | Promised)[], where: Where): Scope {
  return { ...where, plan, given: [...given], keys: [], signatures: [], wanted: [], results: [] };
}

/** The key of what a wire carries; undefined until it is known. */
export function keyOfWire(wire: Wire, scope: Scope): string | undefined {
  if (wire.kind === "value") return wire.key ?? NEVER;
  if (wire.kind === "given") return scope.given[wire.index]?.key;
  const own = scope.results[wire.step]?.keys?.[wire.slot];
  if (own !== undefined) return own;
  const key = scope.keys[wire.step];
  return key === undefined ? undefined : `${key}.${wire.slot}`;
}

/** What a wire carries, once the step that it comes from is done. */
export function slotOfWire(wire: Wire, scope: Scope): Slot {
  if (wire.kind === "value") return { items: [wire.value], list: false };
  if (wire.kind === "step") return scope.results[wire.step]?.slots[wire.slot] ?? NOTHING;
  const given = scope.given[wire.index];
  return given === undefined || isPromised(given) ? NOTHING : given.slot;
}

/** What a wire carries with its key; a key that is not known is one that is never found again. */
export function givenBy(wire: Wire, scope: Scope): Given {
  return { slot: slotOfWire(wire, scope), key: keyOfWire(wire, scope) ?? NEVER };
}

export function isPromised(given: Given | Promised | undefined): given is Promised {
  return given !== undefined && "fetch" in given;
}

export function placeOf({ id }: Step, scope: Scope): Place {
  return { node: id, display: displayOf(id, scope), iteration: scope.iteration };
}

/** The node of the file that a node in this scope belongs to. */
export function displayOf(node: NodeId, scope: Scope): NodeId {
  return scope.display ?? node;
}

/** Begins every key that must never be found again. */
export const NEVER = "!";

export const isReusable = (key: string): boolean => !key.startsWith(NEVER);

const NOTHING: Slot = { items: [undefined], list: false };
