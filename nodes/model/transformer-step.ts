import { defineNode, port } from "../../runtime/workflow/index.ts";
import { scoreGrid } from "../painting/score-grid.ts";
import { link } from "../ports.ts";

/** One step of the transformer: reads the grid drawn last and scores all codes for the next one. Paper §3.1. */
export const transformerStep = defineNode({
  type: "nextscale/transformer-step",
  version: 1,
  title: "Transformer Step",
  category: "model",
  description: "Reads the grid drawn last, if there is one, and scores all codes for each cell of the next.",
  device: true,
  inputs: { model: link.model, sequence: link.sequence, codes: port.optional(link.codes) },
  outputs: { sequence: link.sequence, logits: link.logits },
  run: ({ model, sequence, codes }) => scoreGrid(model, sequence, codes),
});
