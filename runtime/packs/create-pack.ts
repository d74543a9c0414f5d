import { mkdir, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileError } from "../files/system-error.ts";
import { writeAtomic } from "../files/write.ts";
import { packsErrors } from "./errors.ts";
import { scaffold } from "./scaffold.ts";

const PACKAGE_NAME = /^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/;

/**
 * Writes a new pack with a node, its test and a workflow into an empty or new folder. Returns the files' names.
 * @param name of the npm package; its last part, without "nextscale-", is the namespace
 * @param release version of this package that the new one is made for
 * @throws PACKS_BAD_PACKAGE_NAME, PACKS_FOLDER_NOT_EMPTY, FILE_*
 */
export async function createPack(name: string, folder: string, release: string): Promise<readonly string[]> {
  const namespace = namespaceOf(name);
  if (!PACKAGE_NAME.test(name) || namespace === "") throw packsErrors.BAD_PACKAGE_NAME({ name });
  const there = await readdir(folder).catch(() => []);
  if (there.length > 0) throw packsErrors.FOLDER_NOT_EMPTY({ path: folder });
  const files = Object.entries(scaffold({ name, namespace, release }));
  for (const [path, text] of files) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true }).catch((cause: unknown) => {
      throw fileError(cause, target, "write");
    });
    await writeAtomic(target, text);
  }
  return files.map(([path]) => path);
}

/** "@you/nextscale-blur" → "blur". */
function namespaceOf(name: string): string {
  const last = name.slice(name.lastIndexOf("/") + 1);
  return last
    .replace(/^nextscale-(pack-)?/, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "");
}
