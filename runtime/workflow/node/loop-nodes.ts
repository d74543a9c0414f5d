import { defineNode } from "./define-node.ts";
import { port } from "./port.ts";

const carried = {
  value1: port.optional(port.any({ description: "A value that each round receives from the one before." })),
  value2: port.optional(port.any()),
  value3: port.optional(port.any()),
  value4: port.optional(port.any()),
};
const carriedOut = {
  value1: port.any({ follows: "value1" }),
  value2: port.any({ follows: "value2" }),
  value3: port.any({ follows: "value3" }),
  value4: port.any({ follows: "value4" }),
};

/** Opens a loop: what lies between it and its Loop End runs `count` times. */
export const loopStart = defineNode({
  type: "nextscale/loop-start",
  version: 1,
  title: "Loop Start",
  category: "flow",
  description: "Runs the nodes up to Loop End once per round; values go from round to round.",
  loop: { role: "start", kind: "carry" },
  inputs: { count: port.integer({ min: 0, default: 1, description: "Rounds." }), ...carried },
  outputs: { loop: port.value<null>("LOOP"), index: port.integer(), count: port.integer(), ...carriedOut },
  run: ({ count, ...values }) => ({ loop: null, index: 0, count, ...values }),
});

/** Closes a loop. A value that nothing is linked to keeps what Loop Start began with. */
export const loopEnd = defineNode({
  type: "nextscale/loop-end",
  version: 1,
  title: "Loop End",
  category: "flow",
  description: "Hands values to the next round, and to the rest of the workflow after the last one.",
  loop: { role: "end", kind: "carry" },
  inputs: {
    loop: port.value<null>("LOOP"),
    stop: port.boolean({ default: false, description: "Ends the loop after this round." }),
    ...carried,
  },
  outputs: carriedOut,
  run: ({ value1, value2, value3, value4 }) => ({ value1, value2, value3, value4 }),
});
