import { execFile } from "node:child_process";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import {
  type CommandDefinition,
  createPackAddCommand,
  createPackCreateCommand,
  createPackListCommand,
  createPackTestCommand,
  type Io,
  installedRegistry,
  packBuildCommand,
  packDevCommand,
  packRemoveCommand,
} from "../../runtime/cli/index.ts";
import type { Registry } from "../../runtime/workflow/index.ts";
import { packageFolder, packageVersion } from "../package-version.ts";

/** Milliseconds a pack may take to load for the first time. */
const FIRST_LOAD_LIMIT = 60_000;

export const builtin = async (): Promise<Registry> => (await import("../registry.ts")).builtinNodes();

/** The built-in nodes and those of installed packs. */
export const installed = async (io: Io): Promise<Registry> => installedRegistry(await builtin(), packageFolder(), io);

/** The commands that make and manage packs. */
export const packCommands: readonly CommandDefinition[] = [
  createPackCreateCommand(packageVersion),
  packBuildCommand,
  createPackTestCommand(async (folder) => (await import("../testing/index.ts")).packContract(folder)),
  packDevCommand,
  createPackAddCommand({ own: builtin, program: packageFolder(), firstLoad }),
  createPackListCommand(builtin),
  packRemoveCommand,
];

/** Loads a pack in a process of its own, so that nothing it does can harm this one. */
async function firstLoad(folder: string, signal: AbortSignal): Promise<void> {
  const bin = fileURLToPath(new URL(`../bin${extname(import.meta.url)}`, import.meta.url));
  const words = [...process.execArgv, bin, "pack", "build", folder, "--check"];
  await promisify(execFile)(process.execPath, words, { signal, timeout: FIRST_LOAD_LIMIT }).catch((cause: unknown) => {
    throw new Error(saidBy(cause), { cause });
  });
}

function saidBy(cause: unknown): string {
  const text = typeof cause === "object" && cause !== null && "stderr" in cause ? String(cause.stderr).trim() : "";
  return text.split("\n")[0]?.replace(/^Error: /, "") || (cause instanceof Error ? cause.message : String(cause));
}
