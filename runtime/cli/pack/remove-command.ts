import { removePack } from "../../packs/index.ts";
import { port } from "../../workflow/index.ts";
import { defineCommand } from "../command.ts";
import { line } from "../io.ts";
import { argument } from "../option.ts";
import { packsOption, requirePacksFolder } from "./packs-folder.ts";

/** `nextscale pack remove`. */
export const packRemoveCommand = defineCommand({
  name: "pack remove",
  summary: "remove an installed pack",
  arguments: { name: argument("NAME", "of the package, as `pack list` shows it", port.text()) },
  options: { packs: packsOption },
  run: async ({ name, packs }, io) => {
    await removePack(name, requirePacksFolder(io, packs));
    line(io.stderr, `Removed ${name}.`);
  },
});
