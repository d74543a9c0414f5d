import { createPack } from "../../packs/index.ts";
import { port } from "../../workflow/index.ts";
import { type CommandDefinition, defineCommand } from "../command.ts";
import { line } from "../io.ts";
import { argument, option } from "../option.ts";

/** `nextscale pack create`: a new pack with a node, its test and a workflow. */
export function createPackCreateCommand(release: () => string): CommandDefinition {
  return defineCommand({
    name: "pack create",
    summary: "write a new pack of nodes: a node, its test, its help and a workflow",
    arguments: { name: argument("NAME", "of the npm package, such as nextscale-blur or @you/blur", port.text()) },
    options: {
      dir: option.value(
        "DIR",
        "an empty or new folder; one of the pack's name when left out",
        port.optional(port.text()),
      ),
    },
    run: async ({ name, dir }, io) => {
      const folder = dir ?? name.slice(name.lastIndexOf("/") + 1);
      for (const path of await createPack(name, folder, release())) line(io.stdout, `${folder}/${path}`);
      line(io.stderr, `Next: cd ${folder} && npm install && npm test`);
    },
  });
}
