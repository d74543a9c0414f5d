import { defineNode, port } from "../../runtime/workflow/index.ts";

/** Shows a text as a result. */
export const showText = defineNode({
  type: "nextscale/show-text",
  version: 1,
  title: "Show Text",
  category: "text",
  description: "Shows a text as a result of the workflow.",
  output: true,
  inputs: { text: port.text() },
  outputs: { text: port.text() },
  run: ({ text }, ctx) => {
    ctx.text(text);
    return { text };
  },
});
