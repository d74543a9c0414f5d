import { mkdir, readlink, rename, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileError } from "../files/system-error.ts";

/**
 * Lets packs in a folder find the running program: `nextscale/sdk` in their code is that of `program`, so that there is
 * one copy of it. Does nothing where that is so already.
 * @throws FILE_*
 */
export async function linkProgram(folder: string, program: string): Promise<void> {
  const path = join(folder, "node_modules", "nextscale");
  if ((await readlink(path).catch(() => null)) === program) return;
  try {
    await mkdir(join(folder, "node_modules"), { recursive: true });
    const fresh = `${path}.${process.pid}`;
    await rm(fresh, { force: true, recursive: true });
    await symlink(program, fresh, "junction");
    await rm(path, { force: true, recursive: true });
    await rename(fresh, path);
  } catch (cause) {
    throw fileError(cause, path, "write");
  }
}
