import { nodesErrors } from "../errors.ts";

export const OPERATIONS = [
  "add",
  "subtract",
  "multiply",
  "divide",
  "remainder",
  "power",
  "minimum",
  "maximum",
] as const;
export type Operation = (typeof OPERATIONS)[number];

const rules: { readonly [K in Operation]: (a: number, b: number) => number } = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  /** Has the sign of b, so that it counts round and round. */
  remainder: (a, b) => {
    const rest = a % b;
    return Math.sign(rest) === -Math.sign(b) ? rest + b : rest;
  },
  power: (a, b) => a ** b,
  minimum: Math.min,
  maximum: Math.max,
};

/** The result of one operation. Zero has no sign. Throws NODES_NO_NUMBER where there is none, as for 1 divided by 0. */
export function calculate(a: number, operation: Operation, b: number): number {
  const result = rules[operation](a, b);
  if (!Number.isFinite(result)) throw nodesErrors.NO_NUMBER({ a, operation, b });
  return result === 0 ? 0 : result;
}
