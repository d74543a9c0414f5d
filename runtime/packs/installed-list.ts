import { join } from "node:path";
import { z } from "zod";
import { makeFolder } from "../files/make-folder.ts";
import { parseJson } from "../files/parse-json.ts";
import { readTextIfThere } from "../files/read.ts";
import { writeAtomic } from "../files/write.ts";
import { packsErrors } from "./errors.ts";
import { firstProblem } from "./package-file.ts";

const entry = z.union([
  z.object({
    version: z.string(),
    /** What npm says of the tarball: "sha512-…". */
    integrity: z.string(),
    /** Folder below that of all packs. */
    folder: z.string().regex(/^[a-z0-9._-]+$/),
    /** What was asked for: a name, a tarball, a folder. */
    source: z.string(),
  }),
  /** A pack that its author works on, where it lies. */
  z.object({ link: z.string() }),
]);

const listSchema = z.object({
  /** Names that may be installed, `*` for any part; all when empty. */
  allow: z.array(z.string()).default([]),
  /** Names that may not, whatever `allow` says. */
  deny: z.array(z.string()).default([]),
  /** By the package's name. */
  packs: z.record(z.string(), entry).default({}),
});

/** packs.json: what is installed, pinned to its contents, and what may be. */
export type InstalledList = z.output<typeof listSchema>;
export type InstalledEntry = z.output<typeof entry>;

/**
 * The list in a folder of packs; an empty one when the folder holds none.
 * @throws PACKS_LIST_DAMAGED, FILE_*
 */
export async function readInstalledList(folder: string): Promise<InstalledList> {
  const path = listPath(folder);
  const text = (await readTextIfThere(path)) ?? "{}";
  const read = listSchema.safeParse(parseJson(text));
  if (read.success) return read.data;
  throw packsErrors.LIST_DAMAGED({ path, problem: firstProblem(read.error) });
}

export async function writeInstalledList(folder: string, list: InstalledList): Promise<void> {
  await makeFolder(folder);
  await writeAtomic(listPath(folder), `${JSON.stringify(list, null, 2)}\n`);
}

/** @throws PACKS_DENIED unless the lists let a package of that name be used. */
export function checkAllowed({ allow, deny }: InstalledList, pack: string): void {
  const denied = deny.find((rule) => matches(rule, pack));
  if (denied !== undefined) throw packsErrors.DENIED({ pack, rule: `"${denied}" is denied` });
  if (allow.length > 0 && !allow.some((rule) => matches(rule, pack))) {
    throw packsErrors.DENIED({ pack, rule: `only ${allow.join(", ")} may be used` });
  }
}

/** Where the package itself lies. */
export function packageFolder(folder: string, name: string, entry: InstalledEntry): string {
  return "link" in entry ? entry.link : join(folder, entry.folder, "node_modules", name);
}

function matches(rule: string, name: string): boolean {
  const parts = rule.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(name);
}

function listPath(folder: string): string {
  return join(folder, "packs.json");
}
