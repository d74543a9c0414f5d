import { randomUUID } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { NextscaleError } from "../errors.ts";
import { makeFolder } from "../files/make-folder.ts";
import { fileError } from "../files/system-error.ts";
import { linkProgram } from "./app-link.ts";
import { packsErrors } from "./errors.ts";
import { checkAllowed, type InstalledList, readInstalledList, writeInstalledList } from "./installed-list.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { npmInstall, npmPack, type Tarball } from "./npm.ts";
import { type PackFile, readPackageFile } from "./package-file.ts";

export interface AddOptions {
  /** Folder of packs; it is made when it is not there. */
  readonly folder: string;
  /** Folder of the running program, which packs import `nextscale/sdk` from. */
  readonly program: string;
  /** Namespaces that no pack may have, and whose they are. */
  readonly taken: ReadonlyMap<string, string>;
  /** Runs the pack's code for the first time, best in a process of its own; throws when it is not as the manifest says. */
  readonly firstLoad: (packageFolder: string) => Promise<void>;
  readonly signal?: AbortSignal;
}

export interface AddedPack {
  readonly file: PackFile;
  readonly manifest: Manifest;
  readonly integrity: string;
}

/**
 * Installs a pack from a folder, a tarball or the registry ("name@version"), without running any install script. What
 * was there stays until the new one has loaded once.
 * @throws PACKS_NPM, PACKS_DENIED, PACKS_OTHER_CONTENTS, PACKS_NAMESPACE_TAKEN, PACKS_FIRST_LOAD, and as `readManifest`
 */
export async function addPack(source: string, options: AddOptions): Promise<AddedPack> {
  const { folder, program, signal } = options;
  const stage = join(folder, `.adding-${randomUUID()}`);
  try {
    await makeFolder(stage);
    const tarball = await npmPack(sourceFor(source), stage, { cwd: process.cwd(), ...(signal && { signal }) });
    const list = await readInstalledList(folder);
    checkAllowed(list, tarball.name);
    checkContents(list, tarball);
    await writeFile(join(stage, "package.json"), '{ "private": true }\n');
    await npmInstall(`./${tarball.filename}`, { cwd: stage, ...(signal && { signal }) });
    await linkProgram(folder, program);
    const staged = join(stage, "node_modules", tarball.name);
    const manifest = await readManifest(await checkNamespace(await readPackageFile(staged), list, options));
    await load(staged, tarball, options);
    const slug = slugOf(tarball.name);
    await replaceFolder(stage, join(folder, slug));
    const { version, integrity } = tarball;
    const packs = { ...list.packs, [tarball.name]: { version, integrity, folder: slug, source: sourceFor(source) } };
    await writeInstalledList(folder, { ...list, packs });
    const file = await readPackageFile(join(folder, slug, "node_modules", tarball.name));
    return { file, manifest, integrity };
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

async function load(staged: string, { name }: Tarball, { firstLoad, signal }: AddOptions): Promise<void> {
  await firstLoad(staged).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw packsErrors.FIRST_LOAD({ pack: name, problem }, { cause });
  });
}

function checkContents({ packs }: InstalledList, { name, version, integrity }: Tarball): void {
  const before = Object.hasOwn(packs, name) ? packs[name] : undefined;
  if (before === undefined || "link" in before) return;
  if (before.version === version && before.integrity !== integrity)
    throw packsErrors.OTHER_CONTENTS({ pack: name, version });
}

async function checkNamespace(
  file: PackFile,
  { packs }: InstalledList,
  { folder, taken }: AddOptions,
): Promise<PackFile> {
  const owners = new Map(taken);
  for (const [name, entry] of Object.entries(packs)) {
    if (name === file.name || "link" in entry) continue;
    const other = await readPackageFile(join(folder, entry.folder, "node_modules", name)).catch((error: unknown) => {
      if (error instanceof NextscaleError) return null; // a broken pack owns nothing
      throw error;
    });
    if (other !== null) owners.set(other.namespace, name);
  }
  const by = owners.get(file.namespace);
  if (by !== undefined) throw packsErrors.NAMESPACE_TAKEN({ pack: file.name, namespace: file.namespace, by });
  return file;
}

/** The new folder in place of the old one, which comes back when the move fails. */
async function replaceFolder(from: string, to: string): Promise<void> {
  const old = `${to}.${randomUUID()}.old`;
  const hadOne = await rename(to, old).then(
    () => true,
    () => false,
  );
  try {
    await rename(from, to);
  } catch (cause) {
    if (hadOne) await rename(old, to);
    throw fileError(cause, to, "write");
  }
  await rm(old, { recursive: true, force: true });
}

/** A path is made whole, since npm works in another folder; a name stays as it is. */
function sourceFor(source: string): string {
  return /^[./~]|^[A-Za-z]:[\\/]|\.tgz$/.test(source) ? resolve(source) : source;
}

function slugOf(name: string): string {
  return name.replace(/^@/, "").replaceAll("/", "__");
}
