import { rm } from "node:fs/promises";
import { join } from "node:path";
import { packsErrors } from "./errors.ts";
import { readInstalledList, writeInstalledList } from "./installed-list.ts";

/**
 * Removes a pack, or the link to one that its author works on, whose own folder stays.
 * @throws PACKS_NOT_INSTALLED, PACKS_LIST_DAMAGED, FILE_*
 */
export async function removePack(name: string, folder: string): Promise<void> {
  const list = await readInstalledList(folder);
  const { [name]: entry, ...packs } = list.packs;
  if (entry === undefined) throw packsErrors.NOT_INSTALLED({ pack: name, installed: Object.keys(list.packs) });
  await writeInstalledList(folder, { ...list, packs });
  if (!("link" in entry)) await rm(join(folder, entry.folder), { recursive: true, force: true });
}
