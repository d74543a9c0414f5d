import { defineNode } from "./define-node.ts";
import { port } from "./port.ts";

const items = {
  value1: port.optional(port.list(port.any({ description: "A list; each round receives one item." }))),
  value2: port.optional(port.list(port.any())),
  value3: port.optional(port.list(port.any())),
  value4: port.optional(port.list(port.any())),
};
const one = {
  value1: port.any({ follows: "value1" }),
  value2: port.any({ follows: "value2" }),
  value3: port.any({ follows: "value3" }),
  value4: port.any({ follows: "value4" }),
};
const made = {
  value1: port.optional(port.any({ description: "Collected from all rounds, in order." })),
  value2: port.optional(port.any()),
  value3: port.optional(port.any()),
  value4: port.optional(port.any()),
};
const lists = {
  value1: port.list(port.any({ follows: "value1" })),
  value2: port.list(port.any({ follows: "value2" })),
  value3: port.list(port.any({ follows: "value3" })),
  value4: port.list(port.any({ follows: "value4" })),
};

/** Opens a map: what lies between it and its Map End runs once for each item. */
export const mapStart = defineNode({
  type: "nextscale/map-start",
  version: 1,
  title: "Map Start",
  category: "flow",
  description: "Runs the nodes up to Map End once for each item of its lists; a shorter list repeats its last.",
  loop: { role: "start", kind: "map" },
  inputs: items,
  outputs: { loop: port.value<null>("LOOP"), index: port.integer(), count: port.integer(), ...one },
  run: ({ value1, value2, value3, value4 }) => ({
    loop: null,
    index: 0,
    count: value1?.length ?? 0,
    value1: value1?.[0],
    value2: value2?.[0],
    value3: value3?.[0],
    value4: value4?.[0],
  }),
});

/** Closes a map: its outputs are lists of what the rounds made, in order. */
export const mapEnd = defineNode({
  type: "nextscale/map-end",
  version: 1,
  title: "Map End",
  category: "flow",
  description: "Collects what each round made into lists, in the order of the items.",
  loop: { role: "end", kind: "map" },
  inputs: { loop: port.value<null>("LOOP"), ...made },
  outputs: lists,
  run: ({ value1, value2, value3, value4 }) => ({
    value1: [value1],
    value2: [value2],
    value3: [value3],
    value4: [value4],
  }),
});
