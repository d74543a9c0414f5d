import { type FoundPack, findPacks, namespacesOf } from "../../packs/index.ts";
import type { Registry } from "../../workflow/index.ts";
import { type CommandDefinition, defineCommand } from "../command.ts";
import { line } from "../io.ts";
import { option } from "../option.ts";
import { table } from "../table.ts";
import { packsOption, requirePacksFolder } from "./packs-folder.ts";

/** `nextscale pack list`: the installed packs, from their manifests alone. */
export function createPackListCommand(own: () => Promise<Registry>): CommandDefinition {
  return defineCommand({
    name: "pack list",
    summary: "list the installed packs, and why one is not usable; runs none of their code",
    arguments: {},
    options: { packs: packsOption, json: option.flag("print the list as JSON") },
    run: async ({ packs, json }, io) => {
      const folder = requirePacksFolder(io, packs);
      const found = await findPacks(folder, namespacesOf(await own()));
      if (json) line(io.stdout, JSON.stringify(found.map(recordOf), null, 2));
      else if (found.length === 0) line(io.stdout, `No packs are installed in ${folder}.`);
      else line(io.stdout, table([["PACK", "VERSION", "STATE", "NODES"], ...found.map(rowOf)]));
    },
  });
}

function rowOf(pack: FoundPack): readonly string[] {
  if (pack.state === "broken") return [pack.name, "", "broken", `${pack.error.message} ${pack.error.help}`];
  const nodes = pack.manifest.nodes.map(({ type }) => type).join(", ");
  return [pack.name, pack.file.version, pack.linked ? "linked" : "ready", nodes];
}

function recordOf(pack: FoundPack): unknown {
  if (pack.state === "broken") {
    const { code, message, help } = pack.error;
    return { name: pack.name, state: "broken", error: { code, message, help } };
  }
  const { version, namespace, folder } = pack.file;
  const nodes = pack.manifest.nodes.map(({ type }) => type);
  return { name: pack.name, state: pack.linked ? "linked" : "ready", version, namespace, folder, nodes };
}
