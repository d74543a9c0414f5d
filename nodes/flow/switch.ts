import { defineNode, port } from "../../runtime/workflow/index.ts";
import { nodesErrors } from "../errors.ts";

const NAMES = ["a", "b", "c", "d"] as const;
const way = () => port.lazy(port.optional(port.any()));

/** One of up to four values; what the others would need does not run. */
export const switchNode = defineNode({
  type: "nextscale/switch",
  version: 1,
  title: "Switch",
  category: "flow",
  description: "Passes the chosen one of up to four values on. What only the others need does not run.",
  inputs: {
    choice: port.integer({ min: 0, max: 3, default: 0, description: "0 is a, 1 is b, 2 is c, 3 is d." }),
    a: way(),
    b: way(),
    c: way(),
    d: way(),
  },
  outputs: { value: port.any({ follows: "a" }) },
  wants: ({ choice }) => NAMES.slice(choice, choice + 1),
  run: ({ choice, ...values }) => {
    const name = NAMES[choice] ?? "a";
    const value = values[name];
    if (value === undefined) throw nodesErrors.NOTHING_CHOSEN({ name });
    return { value };
  },
});
