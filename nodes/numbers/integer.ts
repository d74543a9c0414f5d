import { defineNode, port } from "../../runtime/workflow/index.ts";

/** A whole number to link to several inputs. */
export const integer = defineNode({
  type: "nextscale/integer",
  version: 1,
  title: "Integer",
  category: "numbers",
  description: "A whole number to link to several inputs.",

  inputs: { value: port.integer({ default: 0 }) },
  outputs: { value: port.integer() },
  run: ({ value }) => ({ value }),
});
