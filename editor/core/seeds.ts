import type { NodeType } from "./node-type.ts";
import type { Values } from "./values.ts";

const LARGEST = Number.MAX_SAFE_INTEGER;

/** The values of a node after a run: each seed as its control says. `random` gives a whole number of 32 bits. */
export function nextSeeds(values: Values, type: NodeType, random: () => number): Values {
  const moved = [...values.controls].flatMap(([name, control]): [string, number][] => {
    const seed = values.values.get(name);
    if (control === "fixed" || type.inputs.every((input) => input.name !== name)) return [];
    if (control === "randomize") return [[name, random()]];
    if (typeof seed !== "number") return [];
    if (control === "increment") return [[name, seed >= LARGEST ? 0 : seed + 1]];
    return [[name, seed <= 0 ? LARGEST : seed - 1]];
  });
  return moved.length === 0 ? values : { ...values, values: new Map([...values.values, ...moved]) };
}
