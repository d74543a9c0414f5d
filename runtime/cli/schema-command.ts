import { port, workflowJsonSchema } from "../workflow/index.ts";
import { defineCommand } from "./command.ts";
import { line } from "./io.ts";
import { argument } from "./option.ts";

const schemas = {
  workflow: async () => workflowJsonSchema(),
  config: async () => (await import("../server/config.ts")).configJsonSchema(),
} as const;

const names = ["workflow", "config"] as const satisfies readonly (keyof typeof schemas)[];

/** `nextscale schema`: the JSON Schema of the files that people write. */
export const schemaCommand = defineCommand({
  name: "schema",
  summary: "print the JSON Schema of workflow files, or of the server's nextscale.config.json",
  arguments: { of: argument("WHAT", `one of ${names.join(", ")}`, port.choice(names, { default: "workflow" })) },
  options: {},
  run: async ({ of }, io) => line(io.stdout, JSON.stringify(await schemas[of](), null, 2)),
});
