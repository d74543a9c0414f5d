import { option } from "../../runtime/cli/index.ts";
import { port } from "../../runtime/workflow/index.ts";
import { modelOptions } from "./options.ts";

/** What every training is told; what is left out is the recipe's. */
export const trainingOptions = {
  steps: option.value("N", "steps of the whole run", port.optional(port.integer({ min: 1 }))),
  recipe: option.value("FILE", "JSON with what to change in the recipe", port.optional(port.text())),
  seed: option.value("N", "what randomness starts from", port.optional(port.seed())),
  resume: option.flag("go on from where the run in --out stopped, by its own recipe"),
  device: modelOptions.device,
};

/** For trainings that take the same number of pictures at each step. */
export const batchOption = option.value("N", "pictures a step", port.optional(port.integer({ min: 1 })));
