import { defineCommand, option } from "../../runtime/cli/index.ts";
import { port } from "../../runtime/workflow/index.ts";
import { directOption, modelOptions, samplingOptions, seedOption } from "./options.ts";

/** `nextscale evaluate`: scores a checkpoint by a detector that reads pixels only. */
export const evaluateCommand = defineCommand({
  name: "evaluate",
  summary: "score a model: paint prompts, detect objects in the pixels, judge",
  arguments: {},
  options: {
    count: option.value("N", "prompts of each split", port.integer({ min: 1, max: 100_000, default: 120 })),
    split: option.value(
      "SPLIT",
      "combinations that training has seen, those held out, or both",
      port.choice(["seen", "held-out", "both"], { default: "both" }),
    ),
    seed: seedOption,
    direct: directOption,
    ...samplingOptions,
    out: option.value("FILE", "write all results as JSON", port.optional(port.text())),
    sheet: option.value("FILE", "write all pictures as one PNG", port.optional(port.text())),
    ...modelOptions,
  },
  run: async (input, io) => (await import("./evaluate-model.ts")).evaluateModel(input, io),
});
