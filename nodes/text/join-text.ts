import { defineNode, port } from "../../runtime/workflow/index.ts";

/** Puts texts one after another. */
export const joinText = defineNode({
  type: "nextscale/join-text",
  version: 1,
  title: "Join Text",
  category: "text",
  description: "Joins up to four texts; empty ones leave no separator behind.",

  inputs: {
    a: port.optional(port.text({ description: "The first part; empty parts are left out." })),
    b: port.optional(port.text()),
    c: port.optional(port.text()),
    d: port.optional(port.text()),
    separator: port.text({ default: ", ", description: "Written between two parts." }),
  },
  outputs: { text: port.text() },
  run: ({ a, b, c, d, separator }) => ({
    text: [a, b, c, d].filter((part) => part !== undefined && part !== "").join(separator),
  }),
});
