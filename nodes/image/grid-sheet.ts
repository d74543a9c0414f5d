import { defineNode, port } from "../../runtime/workflow/index.ts";
import { sheetOf } from "../pictures/sheet-of.ts";
import { link } from "../ports.ts";

/** Many pictures on one sheet. */
export const gridSheet = defineNode({
  type: "nextscale/grid-sheet",
  version: 1,
  title: "Grid Sheet",
  category: "image",
  description: "Lays pictures out in rows on one sheet; cells have the size of the largest picture.",

  inputs: {
    image: link.image,
    columns: port.integer({ min: 1, max: 64, default: 4 }),
    gap: port.integer({ min: 0, max: 1024, default: 2, unit: "px", description: "Between cells and around them." }),
    background: port.text({ default: "#ffffff", description: "A colour: #rrggbb or a CSS name." }),
  },
  outputs: { image: link.image },
  run: async ({ image, ...wish }) => ({ image: [await sheetOf(image, wish)] }),
});
