import { defineNode, port } from "../../runtime/workflow/index.ts";
import { chooseCanvas } from "../painting/choose-canvas.ts";
import { aspect, link } from "../ports.ts";

/** Chooses the grids a picture is painted on, coarse to fine. Paper, Table 14. */
export const canvas = defineNode({
  type: "nextscale/canvas",
  version: 1,
  title: "Canvas",
  category: "vision",
  description: "Chooses the shape of the picture: the grids it is painted on, coarse to fine.",
  inputs: { model: link.model, aspect },
  outputs: { grids: link.canvas, scales: port.integer(), width: port.integer(), height: port.integer() },
  run: ({ model, aspect }) => {
    const { grids, width, height } = chooseCanvas(model, aspect);
    return { grids: { grids, width, height }, scales: grids.length, width, height };
  },
});
