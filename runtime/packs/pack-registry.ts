import { NextscaleError } from "../errors.ts";
import {
  createRegistry,
  type NodeDefinition,
  type PackRelease,
  type Registry,
  type Replacement,
} from "../workflow/index.ts";
import { linkProgram } from "./app-link.ts";
import { packsErrors } from "./errors.ts";
import { type FoundPack, findPacks } from "./find-packs.ts";
import { packNodes } from "./pack-nodes.ts";

export interface PackRegistry {
  readonly registry: Registry;
  /** Why some packs are left out; the others work. */
  readonly broken: readonly { readonly pack: string; readonly error: NextscaleError }[];
}

/**
 * The nodes of `own` and of all packs in a folder.
 * @param program folder of the running program, which packs import `nextscale/sdk` from
 * @throws PACKS_LIST_DAMAGED, FILE_* when the folder itself cannot be read
 */
export async function createPackRegistry(own: Registry, folder: string, program: string): Promise<PackRegistry> {
  const found = await findPacks(folder, namespacesOf(own));
  if (found.some((pack) => pack.state === "ready" && !pack.linked)) await linkProgram(folder, program).catch(() => {}); // read-only: as it was
  const broken: { pack: string; error: NextscaleError }[] = [];
  const nodes: NodeDefinition[] = [...own.values()];
  const replacements: Replacement[] = [...own.replacements.values()];
  const packs = new Map<string, PackRelease>(own.packs);
  for (const pack of found) {
    const added = await nodesOf(pack);
    if (added instanceof NextscaleError) broken.push({ pack: pack.name, error: added });
    else if (pack.state === "ready") {
      nodes.push(...added);
      replacements.push(...pack.manifest.replacements);
      packs.set(pack.file.namespace, { name: pack.name, version: pack.file.version });
    }
  }
  return { registry: createRegistry(nodes, { replacements, packs }), broken };
}

/** Namespace → the pack it belongs to. */
export function namespacesOf(registry: Registry): ReadonlyMap<string, string> {
  return new Map([...registry.packs].map(([namespace, { name }]) => [namespace, name]));
}

async function nodesOf(pack: FoundPack): Promise<readonly NodeDefinition[] | NextscaleError> {
  if (pack.state === "broken") return pack.error;
  try {
    return await packNodes(pack.file, pack.manifest);
  } catch (error) {
    if (error instanceof NextscaleError) return error;
    return packsErrors.NO_LOAD({ pack: pack.name, problem: String(error) }, { cause: error });
  }
}
