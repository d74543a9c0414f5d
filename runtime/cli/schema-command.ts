import { workflowJsonSchema } from "../workflow/index.ts";
import { defineCommand } from "./command.ts";
import { line } from "./io.ts";

/** `nextscale schema`: the JSON Schema of workflow files. */
export const schemaCommand = defineCommand({
  name: "schema",
  summary: "print the JSON Schema of workflow files",
  arguments: {},
  options: {},
  run: async (_input, io) => line(io.stdout, JSON.stringify(workflowJsonSchema(), null, 2)),
});
