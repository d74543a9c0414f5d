import { defineNode, port } from "../../runtime/workflow/index.ts";
import { link } from "../ports.ts";

/** Several lists of pictures as one. */
export const collectImages = defineNode({
  type: "nextscale/collect-images",
  version: 1,
  title: "Collect Images",
  category: "batch",
  description: "Puts up to four lists of pictures into one, in order.",

  inputs: {
    a: link.image,
    b: port.optional(link.image),
    c: port.optional(link.image),
    d: port.optional(link.image),
  },
  outputs: { image: link.image, count: port.integer() },
  run: ({ a, b = [], c = [], d = [] }) => {
    const image = [...a, ...b, ...c, ...d];
    return { image, count: image.length };
  },
});
