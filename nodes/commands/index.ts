import { type CommandDefinition, createRunCommand } from "../../runtime/cli/index.ts";
import { describeCommand } from "./describe.ts";
import { doctorCommand } from "./doctor.ts";
import { evaluateCommand } from "./evaluate.ts";
import { generateCommand } from "./generate.ts";
import { trainDecoderCommand } from "./train-decoder.ts";
import { trainTokenizerCommand } from "./train-tokenizer.ts";
import { trainTransformerCommand } from "./train-transformer.ts";
import { worldCommand } from "./world.ts";

/** The commands of `nextscale`, in the order the help shows them. What they need is loaded when they run. */
export const commands: readonly CommandDefinition[] = [
  generateCommand,
  describeCommand,
  createRunCommand({ registry: async () => (await import("../registry.ts")).builtinNodes() }),
  doctorCommand,
  worldCommand,
  trainTokenizerCommand,
  trainDecoderCommand,
  trainTransformerCommand,
  evaluateCommand,
];
