import { defineNode, port } from "../../runtime/workflow/index.ts";
import { link } from "../ports.ts";

/** The same pictures several times. */
export const repeatImages = defineNode({
  type: "nextscale/repeat-images",
  version: 1,
  title: "Repeat Images",
  category: "batch",
  description: "Repeats a list of pictures.",

  inputs: { image: link.image, times: port.integer({ min: 1, max: 1024, default: 2 }) },
  outputs: { image: link.image },
  run: ({ image, times }) => ({ image: Array.from({ length: times }, () => image).flat() }),
});
