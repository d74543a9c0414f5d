import type { NodeDefinition } from "../workflow/index.ts";
import { packsErrors } from "./errors.ts";
import { loadPack } from "./load-pack.ts";
import { type Manifest, manifestDifferences, manifestOf } from "./manifest.ts";
import { manifestNode } from "./manifest-node.ts";
import type { PackFile } from "./package-file.ts";

/**
 * The nodes of a pack. Its code is loaded when the first of them runs, and once; only a pack that changes old files by
 * code is loaded at once, since files are read before anything runs.
 * @throws PACKS_NOT_BUILT, PACKS_NO_LOAD, PACKS_STALE_MANIFEST from such a pack
 */
export async function packNodes(file: PackFile, manifest: Manifest): Promise<readonly NodeDefinition[]> {
  const load = once(() => loadChecked(file, manifest));
  const isNeededNow = manifest.nodes.some(({ migrations }) => migrations.some(({ byCode }) => byCode));
  if (isNeededNow) return [...(await load()).values()];
  return manifest.nodes.map((record) =>
    manifestNode(record, async () => definitionOf(await load(), record.type, file)),
  );
}

/** @throws as `loadPack`, and PACKS_STALE_MANIFEST when the code is not what the manifest says. */
export async function loadChecked(file: PackFile, manifest: Manifest): Promise<ReadonlyMap<string, NodeDefinition>> {
  const pack = await loadPack(file);
  const nodes = manifestDifferences(manifest, manifestOf(pack));
  if (nodes.length > 0) throw packsErrors.STALE_MANIFEST({ pack: file.name, nodes });
  return new Map(pack.nodes.map((node) => [node.type, node]));
}

function definitionOf(nodes: ReadonlyMap<string, NodeDefinition>, type: string, file: PackFile): NodeDefinition {
  const found = nodes.get(type);
  if (found === undefined) throw packsErrors.STALE_MANIFEST({ pack: file.name, nodes: [type] });
  return found;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
