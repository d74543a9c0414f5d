import { defineErrors } from "../runtime/errors.ts";

export const trainingErrors = defineErrors("TRAINING", {
  TEXT_TOO_LONG: {
    text: (d: { rows: number }) => `A training text did not fit the recipe's ${d.rows} text rows.`,
    help: "Raise textRows in the recipe, or train a text tokenizer with a larger vocabulary.",
  },
  NO_TOKENIZER: {
    text: (d: { folder: string }) =>
      `The transformer needs a finished visual tokenizer in ${d.folder}, and there is none.`,
    help: "Run `nextscale train tokenizer` first, or name its folder with --tokenizer.",
  },
  RECIPE: {
    text: (d: { path: string; problem: string }) => `The recipe ${d.path} cannot be used: ${d.problem}.`,
    help: "Give an object with keys of the training's recipe only; `run.json` in a run's folder shows a whole one.",
  },
  STATE_MISMATCH: {
    text: (d: { problem: string }) => `The saved state is not one of this run: ${d.problem}.`,
    help: "Resume with the configuration that the run began with, or start anew in another folder.",
  },
});
