import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createServeCommand } from "../../runtime/cli/index.ts";
import { packageFolder, packageVersion } from "../package-version.ts";
import { installed } from "./pack.ts";

/** `nextscale serve`, with the nodes of this package and of installed packs. */
export const serveCommand = createServeCommand({
  registry: installed,
  engine: fileURLToPath(new URL(`../engine-process${extname(import.meta.url)}`, import.meta.url)),
  version: packageVersion,
  templates: join(packageFolder(), "workflows"),
  models: { checkpoints: join(packageFolder(), "checkpoints") },
  page: join(packageFolder(), "dist", "editor"),
});
