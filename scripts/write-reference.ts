import { mkdir, writeFile } from "node:fs/promises";
import { commands } from "../nodes/commands/index.ts";
import { builtinPack } from "../nodes/registry.ts";
import { commandReference, nodeReference } from "../runtime/cli/index.ts";
import { manifestOf } from "../runtime/packs/index.ts";

/** Writes the pages of docs/reference from the tables that the program itself reads. */
await mkdir("docs/reference", { recursive: true });
await writeFile("docs/reference/commands.md", commandReference(commands));
await writeFile("docs/reference/nodes.md", nodeReference(manifestOf(builtinPack).nodes));
