import { defineNode, port } from "../../runtime/workflow/index.ts";
import { fillSlots, given, readValues } from "../words/fill-slots.ts";

/** Fills the slots of a text. */
export const template = defineNode({
  type: "nextscale/template",
  version: 1,
  title: "Template",
  category: "text",
  description: "Fills {name} slots from lines of name = value and from the inputs a to d; {{ and }} are plain braces.",

  inputs: {
    template: port.text({ default: "a {colour} star", multiline: true, description: "Text with {name} slots." }),
    values: port.text({ default: "colour = red", multiline: true, description: "Lines of name = value." }),
    a: port.optional(port.text({ description: "The value of {a}." })),
    b: port.optional(port.text({ description: "The value of {b}." })),
    c: port.optional(port.text({ description: "The value of {c}." })),
    d: port.optional(port.text({ description: "The value of {d}." })),
  },
  outputs: { text: port.text() },
  run: ({ template, values, ...linked }) => ({
    text: fillSlots(template, new Map([...readValues(values), ...given(linked)])),
  }),
});
