import { writeAtomic } from "../files/write.ts";
import { loadPack } from "./load-pack.ts";
import { formatManifest, type Manifest, manifestOf } from "./manifest.ts";
import { readPackageFile } from "./package-file.ts";

/**
 * Runs the code of the pack in a folder and writes its manifest.
 * @throws PACKS_NOT_A_PACK, PACKS_NOT_BUILT, PACKS_NO_LOAD, FILE_*
 */
export async function buildManifest(
  packageFolder: string,
): Promise<{ readonly path: string; readonly manifest: Manifest }> {
  const file = await readPackageFile(packageFolder);
  const manifest = manifestOf(await loadPack(file));
  await writeAtomic(file.manifest, formatManifest(manifest));
  return { path: file.manifest, manifest };
}
