import { checkWorkflow, port, type Registry, wireErrors, workflowErrors } from "../workflow/index.ts";
import { type CommandDefinition, defineCommand } from "./command.ts";
import { type Io, line } from "./io.ts";
import { warnOfMissingPacks } from "./missing-packs.ts";
import { argument, option } from "./option.ts";
import { prepareWorkflow, sentence } from "./prepare-workflow.ts";
import { readWorkflowFile } from "./read-workflow-file.ts";

/** `nextscale validate`: every problem of a workflow at once, without running anything. */
export function createValidateCommand({
  registry,
}: {
  readonly registry: (io: Io) => Promise<Registry>;
}): CommandDefinition {
  return defineCommand({
    name: "validate",
    summary: "tell every problem of a workflow file without running it",
    arguments: { file: argument("FILE", "workflow, or a picture that carries one", port.text()) },
    options: {
      set: option.list("NODE.INPUT=VALUE", "give an input a value; NODE is an id or a title"),
      json: option.flag("print outputs, issues and the wire's errors as JSON"),
    },
    run: async ({ file, set, json }, io) => {
      const nodes = await registry(io);
      const saved = await readWorkflowFile(file);
      warnOfMissingPacks(saved, nodes, io);
      const prompt = prepareWorkflow(saved, set, nodes);
      const checked = await checkWorkflow(prompt, nodes);
      const { issues, outputs } = checked;
      if (json) {
        const wire = wireErrors(checked, prompt, nodes);
        const told = issues.map((issue) => ({ ...issue, text: sentence(issue) }));
        line(io.stdout, JSON.stringify({ outputs, issues: told, wire }, null, 2));
      }
      if (issues.length > 0) throw workflowErrors.INVALID({ issues });
      if (!json) line(io.stdout, `${file} is sound: ${prompt.size} nodes, ${outputs.length} of them outputs.`);
    },
  });
}
