import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { definePack, manifestOf } from "../../../runtime/packs/index.ts";
import { defineNode, port } from "../../../runtime/workflow/index.ts";

export interface PackText {
  readonly name?: string;
  readonly version?: string;
  readonly namespace?: string;
  readonly api?: number;
  /** The module that exports `pack`. */
  readonly code?: string;
  /** Default: that of a pack with one node, `NAMESPACE/twice`. */
  readonly manifest?: string;
  readonly nodes?: string;
}

/** A new folder for each test, and packs of plain JavaScript in it, which need no build. */
export function packFolder() {
  const place = { root: "" };
  beforeEach(async () => {
    place.root = await mkdtemp(join(tmpdir(), "nextscale-packs-"));
  });
  afterEach(() => rm(place.root, { recursive: true, force: true }));
  const path = (...names: string[]) => join(place.root, ...names);

  /** Writes a package and returns its folder. */
  const write = async (folder: string, pack: PackText = {}) => {
    const { name = "doubling", version = "1.0.0", namespace = "doubling", api = 1, nodes = "nodes.js" } = pack;
    const { code = codeOf(namespace), manifest = JSON.stringify(manifestOf(twicePack(namespace))) } = pack;
    const nextscale = { api, namespace, manifest: "nodes.json", nodes };
    await mkdir(path(folder), { recursive: true });
    await writeFile(path(folder, "package.json"), JSON.stringify({ name, version, type: "module", nextscale }));
    await writeFile(path(folder, "nodes.js"), code);
    await writeFile(path(folder, "nodes.json"), manifest);
    return path(folder);
  };
  return { path, write };
}

/** A pack of one node that doubles a number. */
export const twicePack = (namespace = "doubling") =>
  definePack({
    namespace,
    nodes: [
      defineNode({
        type: `${namespace}/twice`,
        version: 1,
        title: "Twice",
        category: "numbers",
        description: "Doubles a number.",
        inputs: { x: port.number({ default: 1, max: 100 }) },
        outputs: { x: port.number() },
        run: ({ x }) => ({ x: 2 * x }),
      }),
    ],
  });

/** The same pack as plain JavaScript: its facts from the manifest, and what `run` does. */
export function codeOf(namespace = "doubling", { before = "", run = "({ x }) => ({ x: 2 * x })" } = {}): string {
  const [node] = twicePack(namespace).nodes;
  return `${before}
const node = ${JSON.stringify(node)};
export const pack = { namespace: "${namespace}", nodes: [{ ...node, run: ${run} }], replacements: [] };
`;
}
