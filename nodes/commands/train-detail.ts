import { defineCommand, option } from "../../runtime/cli/index.ts";
import { port } from "../../runtime/workflow/index.ts";
import { batchOption, trainingOptions } from "./training-options.ts";

/** `nextscale train detail`: the optional flow that sharpens what the tokenizer decodes. */
export const trainDetailCommand = defineCommand({
  name: "train detail",
  summary: "train the optional detail decoder of a finished tokenizer",
  arguments: {},
  options: {
    ...trainingOptions,
    batch: batchOption,
    out: option.value("DIR", "folder of the run", port.text({ default: "runs/detail" })),
    tokenizer: option.value(
      "DIR",
      "a tokenizer's or a model's checkpoint",
      port.text({ default: "runs/tokenizer/checkpoint" }),
    ),
  },
  run: async (input, io) => (await import("./run-training.ts")).runDetailTraining(input, io),
});
