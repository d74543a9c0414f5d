import { access } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { packsErrors } from "./errors.ts";
import type { Pack } from "./pack.ts";
import type { PackFile } from "./package-file.ts";

/** Only the shape: what `definePack` checks it has checked, in whatever copy of this package made it. */
const exported = z.object({
  pack: z.custom<Pack>((value) => packShape.safeParse(value).success, "export a `pack` made by definePack"),
});

const packShape = z.object({
  namespace: z.string(),
  nodes: z.array(
    z.looseObject({ type: z.string(), version: z.number(), run: z.custom((run) => typeof run === "function") }),
  ),
  replacements: z.array(z.unknown()),
});

/**
 * Runs the code of a pack.
 * @throws PACKS_NOT_BUILT, PACKS_NO_LOAD
 */
export async function loadPack({ name, nodes, namespace }: PackFile): Promise<Pack> {
  await access(nodes).catch((cause: unknown) => {
    throw packsErrors.NOT_BUILT({ pack: name, file: nodes }, { cause });
  });
  const module: unknown = await import(/* @vite-ignore */ pathToFileURL(nodes).href).catch((cause: unknown) => {
    throw packsErrors.NO_LOAD(
      { pack: name, problem: cause instanceof Error ? cause.message : String(cause) },
      { cause },
    );
  });
  const read = exported.safeParse(module);
  if (!read.success)
    throw packsErrors.NO_LOAD({ pack: name, problem: "it does not export a `pack` made by definePack" });
  const { pack } = read.data;
  if (pack.namespace === namespace) return pack;
  throw packsErrors.NO_LOAD({
    pack: name,
    problem: `its code has the namespace "${pack.namespace}", its package.json "${namespace}"`,
  });
}
