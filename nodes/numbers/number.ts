import { defineNode, port } from "../../runtime/workflow/index.ts";

/** A number to link to several inputs. */
export const number = defineNode({
  type: "nextscale/number",
  version: 1,
  title: "Number",
  category: "numbers",
  description: "A number to link to several inputs.",

  inputs: { value: port.number({ default: 0 }) },
  outputs: { value: port.number() },
  run: ({ value }) => ({ value }),
});
