import { buildManifest, loadChecked, readManifest, readPackageFile } from "../../packs/index.ts";
import { port } from "../../workflow/index.ts";
import { defineCommand } from "../command.ts";
import { line } from "../io.ts";
import { argument, option } from "../option.ts";

/** `nextscale pack build`: writes what is known of a pack's nodes into its manifest. */
export const packBuildCommand = defineCommand({
  name: "pack build",
  summary: "write the manifest of a compiled pack, from which its nodes are known without running it",
  arguments: { dir: argument("DIR", "folder of the pack", port.text({ default: "." })) },
  options: { check: option.flag("write nothing; fail when the manifest does not say what the code says") },
  run: async ({ dir, check }, io) => {
    if (check) {
      const file = await readPackageFile(dir);
      const nodes = await loadChecked(file, await readManifest(file));
      line(io.stdout, `The manifest of ${file.name} says what its code says: ${nodes.size} nodes.`);
      return;
    }
    const { path, manifest } = await buildManifest(dir);
    line(io.stdout, path);
    for (const { type } of manifest.nodes) line(io.stderr, type);
  },
});
