import { mkdir, writeFile } from "node:fs/promises";
import { commands } from "../nodes/commands/index.ts";
import { commandReference } from "../runtime/cli/index.ts";

/** Writes docs/reference/commands.md from the tables of the commands. */
await mkdir("docs/reference", { recursive: true });
await writeFile("docs/reference/commands.md", commandReference(commands));
