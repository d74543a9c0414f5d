import { apiFromPrompt, formatWorkflow, port, type Registry } from "../workflow/index.ts";
import { type CommandDefinition, defineCommand } from "./command.ts";
import type { Io } from "./io.ts";
import { argument, option } from "./option.ts";
import { prepareWorkflow } from "./prepare-workflow.ts";
import { readWorkflowFile } from "./read-workflow-file.ts";

/** `nextscale flatten`: what runs, in the API form. */
export function createFlattenCommand({
  registry,
}: {
  readonly registry: (io: Io) => Promise<Registry>;
}): CommandDefinition {
  return defineCommand({
    name: "flatten",
    summary: "print the executable graph of a workflow file: the API form, without subgraphs, reroutes and muted nodes",
    arguments: { file: argument("FILE", "workflow, or a picture that carries one", port.text()) },
    options: { set: option.list("NODE.INPUT=VALUE", "give an input a value; NODE is an id or a title") },
    run: async ({ file, set }, io) => {
      const prompt = prepareWorkflow(await readWorkflowFile(file), set, await registry(io));
      io.stdout.write(formatWorkflow(apiFromPrompt(prompt)));
    },
  });
}
