import { NextscaleError } from "../errors.ts";
import { packsErrors } from "./errors.ts";
import {
  checkAllowed,
  type InstalledEntry,
  type InstalledList,
  packageFolder,
  readInstalledList,
} from "./installed-list.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { type PackFile, readPackageFile } from "./package-file.ts";

/** An installed pack as its files tell it; none of its code has run. */
export type FoundPack =
  | {
      readonly state: "ready";
      readonly name: string;
      readonly file: PackFile;
      readonly manifest: Manifest;
      readonly linked: boolean;
    }
  | { readonly state: "broken"; readonly name: string; readonly error: NextscaleError };

/**
 * The packs of a folder, in order of their names. A pack that cannot be read is one row and hides no other.
 * @param taken namespaces that no pack may have, and whose they are
 * @throws PACKS_LIST_DAMAGED, FILE_*
 */
export async function findPacks(folder: string, taken: ReadonlyMap<string, string>): Promise<FoundPack[]> {
  const list = await readInstalledList(folder);
  const entries = Object.entries(list.packs).sort(([a], [b]) => (a < b ? -1 : 1));
  const found = await Promise.all(entries.map(([name, entry]) => findPack(folder, name, entry, list)));
  const owners = new Map(taken);
  return found.map((pack) => {
    if (pack.state === "broken") return pack;
    const { namespace } = pack.file;
    const by = owners.get(namespace);
    if (by !== undefined) {
      return {
        state: "broken",
        name: pack.name,
        error: packsErrors.NAMESPACE_TAKEN({ pack: pack.name, namespace, by }),
      };
    }
    owners.set(namespace, pack.name);
    return pack;
  });
}

async function findPack(folder: string, name: string, entry: InstalledEntry, list: InstalledList): Promise<FoundPack> {
  try {
    checkAllowed(list, name);
    const file = await readPackageFile(packageFolder(folder, name, entry));
    return { state: "ready", name, file, manifest: await readManifest(file), linked: "link" in entry };
  } catch (error) {
    return { state: "broken", name, error: asError(error, name) };
  }
}

function asError(error: unknown, pack: string): NextscaleError {
  if (error instanceof NextscaleError) return error;
  return packsErrors.NO_LOAD(
    { pack, problem: error instanceof Error ? error.message : String(error) },
    { cause: error },
  );
}
