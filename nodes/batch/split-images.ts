import { defineNode, port } from "../../runtime/workflow/index.ts";
import { nodesErrors } from "../errors.ts";
import { link } from "../ports.ts";

/** A part of a list of pictures. */
export const splitImages = defineNode({
  type: "nextscale/split-images",
  version: 1,
  title: "Split Images",
  category: "batch",
  description: "Takes count pictures from a list, beginning with number start (from 0); rest are the others.",

  inputs: {
    image: link.image,
    start: port.integer({ min: 0, max: 1_000_000, default: 0 }),
    count: port.integer({ min: 1, max: 1_000_000, default: 1 }),
  },
  outputs: { image: link.image, rest: link.image },
  run: ({ image, start, count }) => {
    if (start + count > image.length) throw nodesErrors.TOO_FEW_PICTURES({ want: start + count, got: image.length });
    return { image: image.slice(start, start + count), rest: image.filter((_, i) => i < start || i >= start + count) };
  },
});
