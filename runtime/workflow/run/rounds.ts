import type { LoopRole } from "../node/define-node.ts";
import { inParallel } from "./in-parallel.ts";
import { type Given, isReusable } from "./scope.ts";

/** Values of a loop by the names of its ports. */
export type LoopValues = Readonly<Record<string, Given>>;

/** Values that are held until `letGo`. */
export interface HeldValues {
  readonly values: LoopValues;
  readonly letGo: () => void;
}

/** What came of one round. */
export interface Round extends HeldValues {
  /** No further round is wanted. */
  readonly stop: boolean;
}

/** A loop that is about to run. */
export interface Loop {
  /** What its start was given. */
  readonly first: LoopValues;
  readonly total: number;
  /** Rounds must not overlap: they have effects, which keep their order. */
  readonly inOrder: boolean;
  readonly round: (index: number, offered: LoopValues) => Promise<Round>;
  readonly hold: (values: LoopValues) => HeldValues;
}

/** What a kind of loop does with values from round to round. */
interface Rounds {
  /** How many rounds there are; `count` is what the start says, if it has such an input. */
  readonly total: (first: LoopValues, count: number) => number;
  /** Runs the rounds; what they come to is held. */
  readonly run: (loop: Loop) => Promise<HeldValues>;
  /** What an output is that no round made. */
  readonly absent: Given;
}

/** Most rounds of a map that are under way at once. */
const MOST_ROUNDS = 8;

export const rounds: { readonly [K in LoopRole["kind"]]: Rounds } = {
  carry: {
    total: (_first, count) => count,
    run: carry,
    absent: { slot: { items: [undefined], list: false }, key: "undefined" },
  },
  map: {
    total: (first) => Math.max(0, ...Object.values(first).map(({ slot }) => slot.items.length)),
    run: map,
    absent: { slot: { items: [], list: true }, key: "[]" },
  },
};

/** Each round is given what the one before made. */
async function carry({ first, total, round, hold }: Loop): Promise<HeldValues> {
  let now = hold(first);
  try {
    for (let index = 0, stop = false; index < total && !stop; index++) {
      const made = await round(index, now.values);
      const before = now;
      now = hold({ ...before.values, ...made.values });
      made.letGo();
      before.letGo();
      stop = made.stop;
    }
    return now;
  } catch (error) {
    now.letGo();
    throw error;
  }
}

/** Each round is given one item of every list; what they make is joined in the order of the items. */
async function map({ first, total, inOrder, round, hold }: Loop): Promise<HeldValues> {
  const made: Round[] = [];
  try {
    await inParallel(total, inOrder ? 1 : MOST_ROUNDS, async (index) => {
      made[index] = await round(
        index,
        mapValues(first, (given) => itemOf(given, index)),
      );
    });
    const names = Object.keys(made[0]?.values ?? {});
    return hold(Object.fromEntries(names.map((name) => [name, join(made.map(({ values }) => values[name] as Given))])));
  } finally {
    for (const each of made) each?.letGo();
  }
}

/** One item of a list; a shorter list repeats its last. */
function itemOf({ slot, key }: Given, index: number): Given {
  const at = Math.min(index, slot.items.length - 1);
  return { slot: { items: [slot.items[at]], list: false }, key: slot.list ? `${key}[${at}]` : key };
}

/** The list of some values. A key that is never found again stays so in company; a list of one is not that one. */
function join(given: readonly Given[]): Given {
  const never = given.find(({ key }) => !isReusable(key));
  const key = never?.key ?? `[${given.map((each) => each.key).join()}]`;
  return { slot: { items: given.flatMap(({ slot }) => slot.items), list: true }, key };
}

function mapValues(values: LoopValues, make: (given: Given) => Given): LoopValues {
  return Object.fromEntries(Object.entries(values).map(([name, given]) => [name, make(given)]));
}
