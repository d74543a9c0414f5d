import { f32 } from "../../tensor/index.ts";
import type { Emitter } from "./emitter.ts";

/** π in three parts of few bits, so that a whole multiple of each of the first two is exact (Cody and Waite 1980). */
const PI_PARTS = [3.140625, 9.675025939941406e-4, 1.509957990978376e-7] as const;

/** Taylor coefficients of sin r / r in r², highest first: error below 1e-7 up to π/2. */
const SINE = [-1 / 39916800, 1 / 362880, -1 / 5040, 1 / 120, -1 / 6, 1] as const;

/**
 * sin(x + phase·π) for a phase of 0 or ½ from exact arithmetic alone: x = (n − phase)·π + r with |r| ≤ π/2 has the sine
 * (−1)ⁿ · sin r. Good to 1e-6 up to |x| of 50,000.
 */
export function halfTurnSine(emit: Emitter, x: string, phase: 0 | 0.5): string {
  const number = (value: number) => emit.constant(f32([value], []));
  const add = (a: string, b: string) => emit.node("Add", [a, b]);
  const mul = (a: string, b: string) => emit.node("Mul", [a, b]);
  const turns = emit.node("Round", [add(mul(x, number(1 / Math.PI)), number(phase))]);
  const centre = add(turns, number(-phase));
  const r = PI_PARTS.reduce((rest, part) => add(rest, mul(centre, number(-part))), x);
  const square = mul(r, r);
  const [first, ...others] = SINE;
  const ratio = others.reduce((sum, c) => add(mul(sum, square), number(c)), number(first));
  const pairs = emit.node("Floor", [mul(turns, number(0.5))]);
  const odd = add(turns, mul(pairs, number(-2))); // 0 or 1
  return mul(mul(r, ratio), add(mul(odd, number(-2)), number(1)));
}
