import { defineNode, port } from "../../runtime/workflow/index.ts";
import { calculate, OPERATIONS } from "../arithmetic/calculate.ts";

/** One operation on two numbers. */
export const math = defineNode({
  type: "nextscale/math",
  version: 1,
  title: "Math",
  category: "numbers",
  description: "Computes with two numbers; integer is the result rounded to the nearest whole number.",

  inputs: {
    a: port.number({ default: 0 }),
    operation: port.choice(OPERATIONS, { default: "add" }),
    b: port.number({ default: 0 }),
  },
  outputs: { number: port.number(), integer: port.integer() },
  run: ({ a, operation, b }) => {
    const number = calculate(a, operation, b);
    return { number, integer: Math.round(number) + 0 };
  },
});
