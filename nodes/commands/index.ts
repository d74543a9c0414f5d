import {
  type CommandDefinition,
  createExplainCommand,
  createFlattenCommand,
  createLockCommand,
  createNodesCommand,
  createRunCommand,
  createSubmitCommand,
  createValidateCommand,
  jobsCommands,
  type LockFacts,
  schemaCommand,
} from "../../runtime/cli/index.ts";
import { describeCommand } from "./describe.ts";
import { doctorCommand } from "./doctor.ts";
import { evaluateCommand } from "./evaluate.ts";
import { generateCommand } from "./generate.ts";
import { packCommands, installed as registry } from "./pack.ts";
import { serveCommand } from "./serve.ts";
import { trainDecoderCommand } from "./train-decoder.ts";
import { trainDetailCommand } from "./train-detail.ts";
import { trainTokenizerCommand } from "./train-tokenizer.ts";
import { trainTransformerCommand } from "./train-transformer.ts";
import { worldCommand } from "./world.ts";

const facts: LockFacts = async (prompt, device) => (await import("./lock-facts.ts")).lockFacts(prompt, device);

/** The commands of `nextscale`, in the order the help shows them. What they need is loaded when they run. */
export const commands: readonly CommandDefinition[] = [
  generateCommand,
  describeCommand,
  createRunCommand({ registry, facts }),
  createValidateCommand({ registry }),
  createFlattenCommand({ registry }),
  createExplainCommand({ registry }),
  createLockCommand({ registry, facts }),
  schemaCommand,
  serveCommand,
  createSubmitCommand({ registry }),
  ...jobsCommands,
  createNodesCommand({ registry }),
  ...packCommands,
  doctorCommand,
  worldCommand,
  trainTokenizerCommand,
  trainDecoderCommand,
  trainDetailCommand,
  trainTransformerCommand,
  evaluateCommand,
];
