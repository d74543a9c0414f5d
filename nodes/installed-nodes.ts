import { createPackRegistry, type PackRegistry } from "../runtime/packs/index.ts";
import { packageFolder } from "./package-version.ts";
import { builtinNodes } from "./registry.ts";

/**
 * The built-in nodes and those of the packs installed in a folder by `nextscale pack add`; for `run(…, { registry })`.
 * Rejects with PACKS_LIST_DAMAGED or FILE_* when the folder cannot be read; a broken pack is a row of `broken`.
 */
export function installedNodes(folder: string): Promise<PackRegistry> {
  return createPackRegistry(builtinNodes(), folder, packageFolder());
}
