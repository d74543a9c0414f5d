import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { fileError } from "../../files/system-error.ts";
import { serverErrors } from "../errors.ts";

const MOST_BYTES = 255;

/** The parts of a path that a client names, whichever slash it uses. @throws SERVER_FORBIDDEN_PATH */
export function partsOf(relative: string): readonly string[] {
  const parts = relative.split(/[/\\]/);
  if (!parts.every(isPlain)) throw serverErrors.FORBIDDEN_PATH({ path: relative });
  return parts;
}

/**
 * The absolute path of a file or folder within `root`, there or not. Rejects with SERVER_FORBIDDEN_PATH when the path
 * would leave `root`: by dots, as an absolute path, or by a link that somebody has laid on the way.
 */
export async function pathIn(root: string, relative: string): Promise<string> {
  let path = root;
  let isThere = true;
  for (const part of partsOf(relative)) {
    path = join(path, part);
    if (!isThere) continue;
    const stats = await lstat(path).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === "ENOENT" || cause.code === "ENOTDIR") return null;
      throw fileError(cause, relative, "read");
    });
    if (stats?.isSymbolicLink()) throw serverErrors.FORBIDDEN_PATH({ path: relative });
    isThere = stats !== null;
  }
  return path;
}

/** A name that every system takes as a name: no drive, no stream, nothing invisible. */
function isPlain(part: string): boolean {
  if (part === "" || part === "." || part === ".." || Buffer.byteLength(part) > MOST_BYTES) return false;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  return !/[\u0000-\u001f\u007f:\p{Surrogate}]/u.test(part);
}
