import { argument, defineCommand, option } from "../../runtime/cli/index.ts";
import { port } from "../../runtime/workflow/index.ts";
import { aspectOption, directOption, modelOptions, samplingOptions, seedOption } from "./options.ts";

/** `nextscale generate`: from a prompt, or a file of prompts, to pictures. */
export const generateCommand = defineCommand({
  name: "generate",
  summary: "paint a prompt, or each line of a file",
  arguments: { prompt: argument("PROMPT", "what the picture shows", port.optional(port.text())) },
  options: {
    prompts: option.value("FILE", "paint each line of FILE instead: 0000.png, 0001.png, …", port.optional(port.text())),
    out: option.value(
      "PATH",
      "the file to write (picture_00001.png, or the next free number), with --prompts the folder (out)",
      port.optional(port.text()),
    ),
    count: option.value(
      "N",
      "pictures a prompt, of seed, seed + 1, …",
      port.integer({ min: 1, max: 9999, default: 1 }),
    ),
    seed: seedOption,
    aspect: aspectOption,
    direct: directOption,
    ...samplingOptions,
    ...modelOptions,
  },
  run: async (input, io) => (await import("./generate-pictures.ts")).generatePictures(input, io),
});
