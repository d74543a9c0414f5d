import { type CommandDefinition, createRunCommand } from "../../runtime/cli/index.ts";
import { generateCommand } from "./generate.ts";

/** The commands of `nextscale`, in the order the help shows them. What they need is loaded when they run. */
export const commands: readonly CommandDefinition[] = [
  generateCommand,
  createRunCommand({ registry: async () => (await import("../registry.ts")).builtinNodes() }),
];
