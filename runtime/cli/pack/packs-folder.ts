import { join } from "node:path";
import { port } from "../../workflow/index.ts";
import { cliErrors } from "../errors.ts";
import type { Io } from "../io.ts";
import { option } from "../option.ts";

/** `--packs DIR`, for the commands that manage packs; all other commands read the variable. */
export const packsOption = option.value(
  "DIR",
  "folder of packs; .nextscale/packs in the home folder when left out",
  port.optional(port.text()),
  { env: "NEXTSCALE_PACKS" },
);

/** The folder of packs: what was asked for, or that of the user; null where neither is known. */
export function packsFolder({ env }: Pick<Io, "env">, asked?: string): string | null {
  const named = asked ?? (env.NEXTSCALE_PACKS || undefined);
  const home = env.HOME ?? env.USERPROFILE;
  return named ?? (home === undefined ? null : join(home, ".nextscale", "packs"));
}

/** @throws CLI_NO_PACKS_FOLDER when there is neither `--packs`, the variable nor a home folder. */
export function requirePacksFolder(io: Pick<Io, "env">, asked: string | undefined): string {
  const folder = packsFolder(io, asked);
  if (folder === null) throw cliErrors.NO_PACKS_FOLDER({});
  return folder;
}
