import { defineCommand, option } from "../../runtime/cli/index.ts";
import { port } from "../../runtime/workflow/index.ts";
import { trainingOptions } from "./training-options.ts";

/** `nextscale train transformer`: painting and describing, learnt on the codes of a finished tokenizer. */
export const trainTransformerCommand = defineCommand({
  name: "train transformer",
  summary: "train the transformer on the codes of a trained tokenizer",
  arguments: {},
  options: {
    ...trainingOptions,
    out: option.value("DIR", "folder of the run", port.text({ default: "runs/transformer" })),
    from: option.value("DIR", "checkpoint to begin with, such as `tiny`", port.optional(port.text())),
    words: option.value(
      "DIR",
      "checkpoint whose words and blocks to begin with, on the codes of --tokenizer",
      port.optional(port.text()),
    ),
    tokenizer: option.value("DIR", "what `train tokenizer` left", port.text({ default: "runs/tokenizer/checkpoint" })),
  },
  run: async (input, io) => (await import("./run-training.ts")).runTransformerTraining(input, io),
});
