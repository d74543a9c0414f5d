import { createPackRegistry } from "../packs/index.ts";
import type { Registry } from "../workflow/index.ts";
import { type Io, line } from "./io.ts";
import { packsFolder } from "./pack/packs-folder.ts";

/** The nodes of `own` and of all installed packs, which import from `program`; a pack that is left out is a warning on stderr. */
export async function installedRegistry(own: Registry, program: string, io: Io): Promise<Registry> {
  const folder = packsFolder(io);
  if (folder === null) return own;
  const { registry, broken } = await createPackRegistry(own, folder, program);
  for (const { error } of broken) line(io.stderr, `Warning: ${error.message} ${error.help}`);
  return registry;
}
