import { defineNode, port } from "../../runtime/workflow/index.ts";

/** Words for the reader of a workflow; it computes nothing. */
export const note = defineNode({
  type: "nextscale/note",
  version: 1,
  title: "Note",
  category: "text",
  description: "Words for whoever reads the workflow; it computes nothing.",

  inputs: { text: port.text({ default: "", multiline: true }) },
  outputs: {},
  run: () => ({}),
});
