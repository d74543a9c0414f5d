import { defineCommand, option } from "../../runtime/cli/index.ts";
import { port } from "../../runtime/workflow/index.ts";
import { suiteSplitNames } from "../../training/score/suites/question.ts";
import { abilities } from "../../training/world/abilities/sample.ts";
import { inView } from "../ports.ts";
import { directOption, modelOptions, samplingOptions, seedOption } from "./options.ts";

/** `nextscale evaluate`: scores what a checkpoint can do, judged without a model. */
export const evaluateCommand = defineCommand({
  name: "evaluate",
  summary: "score a model: paint, edit, tell, answer; judged by detecting objects in the pixels and reading the words",
  arguments: {},
  options: {
    suite: option.value("SUITE", "what is asked", port.choice([...abilities, "all"], { default: "draw" })),
    only: option.value("CATEGORY", "of a suite only this category, such as move", port.optional(port.text())),
    split: option.value(
      "SPLIT",
      "combinations that training has seen, those held out, wordings held out, or all",
      port.choice([...suiteSplitNames, "all"], { default: "all" }),
    ),
    count: option.value(
      "N",
      "questions of each category and split",
      port.integer({ min: 1, max: 10_000, default: 20 }),
    ),
    seed: seedOption,
    batch: option.value("N", "questions asked side by side", port.integer({ min: 1, max: 256, default: 16 })),
    direct: directOption,
    ceiling: option.flag("put the right answers through the model's visual tokenizer and back instead of asking it"),
    ...samplingOptions,
    wordGuidance: option.value("G", "how much words count without the pictures shown", inView.wordGuidance),
    out: option.value("DIR", "write all answers as JSON, and sheets of them", port.optional(port.text())),
    report: option.value("FILE", "write a page of Markdown, its pictures beside it", port.optional(port.text())),
    beside: option.value(
      "FILE",
      "tell another run's results.json beside it on that page, such as one with --ceiling",
      port.optional(port.text()),
    ),
    ...modelOptions,
  },
  run: async (input, io) => (await import("./evaluate-model.ts")).evaluateModel(input, io),
});
