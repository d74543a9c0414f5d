import { isAbsolute, join, normalize } from "node:path";
import { z } from "zod";
import { parseJson } from "../files/parse-json.ts";
import { readText } from "../files/read.ts";
import { packsErrors } from "./errors.ts";
import { PACK_API } from "./pack.ts";

/** A pack's package.json, its paths made whole. */
export interface PackFile {
  /** The npm package. */
  readonly name: string;
  readonly version: string;
  readonly namespace: string;
  readonly description: string;
  /** Folder of the package. */
  readonly folder: string;
  /** The static manifest, JSON. */
  readonly manifest: string;
  /** The module that exports `pack`. */
  readonly nodes: string;
  /** Folder of example workflows; null when it has none. */
  readonly workflows: string | null;
  /** Folder of help pages, `NAME.md` for the node `namespace/NAME`; null when it has none. */
  readonly docs: string | null;
}

const inside = z.string().refine((path) => !isAbsolute(path) && !normalize(path).startsWith(".."), {
  error: "a path must stay inside the package",
});

const packageJson = z.object({
  name: z.string().min(1),
  version: z.string().min(1),
  description: z.string().default(""),
  nextscale: z.object({
    api: z.int(),
    namespace: z.string().regex(/^[a-z][a-z0-9-]*$/),
    manifest: inside,
    nodes: inside,
    workflows: inside.optional(),
    docs: inside.optional(),
  }),
});

/**
 * Reads what a package says of itself; runs none of its code.
 * @throws PACKS_NOT_A_PACK, PACKS_WRONG_API
 */
export async function readPackageFile(folder: string): Promise<PackFile> {
  const path = join(folder, "package.json");
  const text = await readText(path).catch((cause: unknown) => {
    throw packsErrors.NOT_A_PACK({ path: folder, problem: "it has no package.json that can be read" }, { cause });
  });
  const read = packageJson.safeParse(parseJson(text));
  if (!read.success) throw packsErrors.NOT_A_PACK({ path: folder, problem: firstProblem(read.error) });
  const { name, version, description, nextscale } = read.data;
  if (nextscale.api !== PACK_API) throw packsErrors.WRONG_API({ pack: name, want: PACK_API, got: nextscale.api });
  const at = (place: string | undefined) => (place === undefined ? null : join(folder, place));
  return {
    name,
    version,
    description,
    folder,
    namespace: nextscale.namespace,
    manifest: join(folder, nextscale.manifest),
    nodes: join(folder, nextscale.nodes),
    workflows: at(nextscale.workflows),
    docs: at(nextscale.docs),
  };
}

const dependencies = z.record(z.string(), z.string()).default({});
const dependent = z.object({ dependencies, peerDependencies: dependencies });

/** What the package of a pack depends on: ranges by name. */
export async function readDependencies({ folder }: PackFile): Promise<z.output<typeof dependent>> {
  return dependent.parse(parseJson(await readText(join(folder, "package.json"))));
}

/** The first thing a schema found wrong, with its place. */
export function firstProblem(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return "it is damaged";
  return issue.path.length === 0 ? issue.message : `${issue.path.join(".")}: ${issue.message}`;
}
