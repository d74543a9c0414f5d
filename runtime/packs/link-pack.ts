import { resolve } from "node:path";
import { checkAllowed, readInstalledList, writeInstalledList } from "./installed-list.ts";
import { readPackageFile } from "./package-file.ts";

/**
 * Lets workflows use a pack where its author works on it. Returns what takes the link away again and brings back the
 * installed pack of that name, if there was one.
 * @throws PACKS_NOT_A_PACK, PACKS_DENIED, PACKS_LIST_DAMAGED, FILE_*
 */
export async function linkPack(packageFolder: string, folder: string): Promise<() => Promise<void>> {
  const { name } = await readPackageFile(packageFolder);
  const list = await readInstalledList(folder);
  checkAllowed(list, name);
  const { [name]: before } = list.packs;
  await writeInstalledList(folder, { ...list, packs: { ...list.packs, [name]: { link: resolve(packageFolder) } } });
  return async () => {
    const now = await readInstalledList(folder);
    const { [name]: _, ...others } = now.packs;
    const isInstalled = before !== undefined && !("link" in before);
    await writeInstalledList(folder, { ...now, packs: isInstalled ? { ...others, [name]: before } : others });
  };
}
