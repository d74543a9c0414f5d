import { addPack, namespacesOf } from "../../packs/index.ts";
import { port, type Registry } from "../../workflow/index.ts";
import { type CommandDefinition, defineCommand } from "../command.ts";
import { line } from "../io.ts";
import { argument } from "../option.ts";
import { packsOption, requirePacksFolder } from "./packs-folder.ts";

export interface PackHost {
  /** Nodes that are always there. */
  readonly own: () => Promise<Registry>;
  /** Folder of the running program. */
  readonly program: string;
  /** Loads the pack in a folder for the first time, in a process of its own; throws what that says. */
  readonly firstLoad: (packageFolder: string, signal: AbortSignal) => Promise<void>;
}

/** `nextscale pack add`: installs a pack for all workflows of this user. */
export function createPackAddCommand({ own, program, firstLoad }: PackHost): CommandDefinition {
  return defineCommand({
    name: "pack add",
    summary: "install a pack of nodes; no install script runs, its contents are pinned",
    arguments: { source: argument("PACK", "a folder, a .tgz file, or a package as NAME or NAME@VERSION", port.text()) },
    options: { packs: packsOption },
    run: async ({ source, packs }, io) => {
      const { file, manifest, integrity } = await addPack(source, {
        folder: requirePacksFolder(io, packs),
        program,
        taken: namespacesOf(await own()),
        firstLoad: (folder) => firstLoad(folder, io.signal),
        signal: io.signal,
      });
      line(io.stderr, `Added ${file.name} ${file.version}, ${integrity}`);
      for (const { type } of manifest.nodes) line(io.stdout, type);
    },
  });
}
