import { defineNode, port } from "../../runtime/workflow/index.ts";

const tests = {
  "less than": (a: number, b: number) => a < b,
  "at most": (a: number, b: number) => a <= b,
  equal: (a: number, b: number) => a === b,
  "at least": (a: number, b: number) => a >= b,
  "more than": (a: number, b: number) => a > b,
} as const;
const TESTS = ["less than", "at most", "equal", "at least", "more than"] as const;

/** A yes or no about two numbers. */
export const compareNumbers = defineNode({
  type: "nextscale/compare-numbers",
  version: 1,
  title: "Compare Numbers",
  category: "flow",
  description: "Asks how two numbers stand to each other, for instance to stop a loop.",
  inputs: {
    a: port.number({ default: 0 }),
    test: port.choice(TESTS, { default: "equal" }),
    b: port.number({ default: 0 }),
  },
  outputs: { result: port.boolean() },
  run: ({ a, test, b }) => ({ result: tests[test](a, b) }),
});
