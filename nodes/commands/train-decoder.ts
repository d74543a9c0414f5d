import { defineCommand, option } from "../../runtime/cli/index.ts";
import { port } from "../../runtime/workflow/index.ts";
import { batchOption, trainingOptions } from "./training-options.ts";

/** `nextscale train decoder`: sharper pictures from the same codes. */
export const trainDecoderCommand = defineCommand({
  name: "train decoder",
  summary: "refine the decoder of a trained tokenizer; codes keep their meaning",
  arguments: {},
  options: {
    ...trainingOptions,
    batch: batchOption,
    out: option.value("DIR", "folder of the run", port.text({ default: "runs/decoder" })),
    tokenizer: option.value("DIR", "what `train tokenizer` left", port.text({ default: "runs/tokenizer/checkpoint" })),
  },
  run: async (input, io) => (await import("./run-training.ts")).runDecoderTraining(input, io),
});
