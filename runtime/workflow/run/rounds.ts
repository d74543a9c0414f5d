import type { LoopRole } from "../node/define-node.ts";
import type { Given } from "./scope.ts";

/** Values of a loop by the names of its ports. */
export type LoopValues = Readonly<Record<string, Given>>;

/** What a kind of loop does with values from round to round. */
export interface Rounds {
  /** How many rounds there are; `count` is what the start says, if it has such an input. */
  readonly total: (first: LoopValues, count: number) => number;
  /** What there is before the first round. */
  readonly begin: (first: LoopValues) => LoopValues;
  /** What a round is given. */
  readonly offer: (first: LoopValues, values: LoopValues, index: number) => LoopValues;
  /** What there is after a round that made `made`. */
  readonly take: (values: LoopValues, made: LoopValues) => LoopValues;
  /** What an output is that no round made. */
  readonly absent: Given;
}

export const rounds: { readonly [K in LoopRole["kind"]]: Rounds } = {
  carry: {
    total: (_first, count) => count,
    begin: (first) => first,
    offer: (_first, values) => values,
    take: (values, made) => ({ ...values, ...made }),
    absent: { slot: { items: [undefined], list: false }, key: "undefined" },
  },
  map: {
    total: (first) => Math.max(0, ...Object.values(first).map(({ slot }) => slot.items.length)),
    begin: () => ({}),
    offer: (first, _values, index) => mapValues(first, (given) => itemOf(given, index)),
    take: (values, made) => mapValues(made, (given, name) => append(values[name], given)),
    absent: { slot: { items: [], list: true }, key: "[]" },
  },
};

/** One item of a list; a shorter list repeats its last. */
function itemOf({ slot, key }: Given, index: number): Given {
  const at = Math.min(index, slot.items.length - 1);
  return { slot: { items: [slot.items[at]], list: false }, key: slot.list ? `${key}[${at}]` : key };
}

function append(before: Given | undefined, { slot, key }: Given): Given {
  const items = [...(before?.slot.items ?? []), ...slot.items];
  return { slot: { items, list: true }, key: before === undefined ? key : joinKeys(before.key, key) };
}

/** A key that is never found again stays so in company. */
function joinKeys(a: string, b: string): string {
  return b.startsWith("!") ? b : `${a},${b}`;
}

function mapValues(values: LoopValues, make: (given: Given, name: string) => Given): LoopValues {
  return Object.fromEntries(Object.entries(values).map(([name, given]) => [name, make(given, name)]));
}
