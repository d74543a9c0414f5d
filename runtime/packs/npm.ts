import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import { packsErrors } from "./errors.ts";

/** A tarball that npm made or fetched. */
export interface Tarball {
  readonly name: string;
  readonly version: string;
  readonly filename: string;
  /** "sha512-…", over the tarball's bytes. */
  readonly integrity: string;
}

export interface NpmOptions {
  /** Folder that relative names start from, and that npm works in. */
  readonly cwd: string;
  readonly signal?: AbortSignal;
}

const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"];

const row = z.object({ name: z.string(), version: z.string(), filename: z.string(), integrity: z.string() });
const packed = z.union([z.array(row).min(1), z.record(z.string(), row).transform((rows) => Object.values(rows))]);

/**
 * Makes the tarball of a folder, copies one, or fetches one by name and version, into `destination`. Runs no script.
 * @throws PACKS_NPM
 */
export async function npmPack(source: string, destination: string, options: NpmOptions): Promise<Tarball> {
  const text = await npm("fetch the pack", ["pack", source, "--json", "--pack-destination", destination], options);
  const [tarball] = packed.safeParse(JSON.parse(text)).data ?? [];
  if (tarball === undefined)
    throw packsErrors.NPM({ action: "fetch the pack", problem: "its answer was not understood" });
  return tarball;
}

/**
 * Installs a tarball with what it depends on, but for its peers, which the running program brings. Runs no script.
 * @throws PACKS_NPM
 */
export async function npmInstall(tarball: string, options: NpmOptions): Promise<void> {
  const settings = ["--legacy-peer-deps", "--omit=dev", "--omit=peer", "--prefer-offline"];
  await npm("install the pack", ["install", tarball, ...settings], options);
}

async function npm(action: string, args: readonly string[], { cwd, signal }: NpmOptions): Promise<string> {
  try {
    const shell = process.platform === "win32";
    const limits = { cwd, shell, maxBuffer: 1e8, ...(signal && { signal }) };
    return (await promisify(execFile)("npm", [...args, ...quiet], limits)).stdout;
  } catch (cause) {
    throw packsErrors.NPM({ action, problem: problemOf(cause) }, { cause });
  }
}

function problemOf(cause: unknown): string {
  const said = typeof cause === "object" && cause !== null && "stderr" in cause ? String(cause.stderr) : "";
  const line = said.split("\n").find((each) => /^npm (error|ERR!) (?!code|errno|syscall|path)/.test(each));
  return line?.replace(/^npm (error|ERR!) /, "") ?? (cause instanceof Error ? cause.message : String(cause));
}
