import { defineCommand, option } from "../../runtime/cli/index.ts";
import { port } from "../../runtime/workflow/index.ts";
import { batchOption, trainingOptions } from "./training-options.ts";

/** `nextscale train tokenizer`: pictures to codes and back, learnt from Tinyworld. */
export const trainTokenizerCommand = defineCommand({
  name: "train tokenizer",
  summary: "train the visual tokenizer on Tinyworld",
  arguments: {},
  options: {
    ...trainingOptions,
    batch: batchOption,
    out: option.value("DIR", "folder of the run", port.text({ default: "runs/tokenizer" })),
    from: option.value("DIR", "checkpoint whose encoder and decoder to begin with", port.optional(port.text())),
  },
  run: async (input, io) => (await import("./run-training.ts")).runTokenizerTraining(input, io),
});
