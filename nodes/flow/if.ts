import { defineNode, port } from "../../runtime/workflow/index.ts";

/** One of two values; what the other one would need does not run. */
export const ifNode = defineNode({
  type: "nextscale/if",
  version: 1,
  title: "If",
  category: "flow",
  description: "Passes one of two values on. What only the other one needs does not run.",
  inputs: {
    condition: port.boolean({ default: true }),
    yes: port.lazy(port.any({ description: "Passed on when the condition is true." })),
    no: port.lazy(port.any({ description: "Passed on when it is false." })),
  },
  outputs: { value: port.any({ follows: "yes" }) },
  wants: ({ condition }) => [condition ? "yes" : "no"] as const,
  run: ({ condition, yes, no }) => ({ value: condition ? yes : no }),
});
