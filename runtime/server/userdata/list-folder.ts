import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileError } from "../../files/system-error.ts";

/** A file or folder of a user. `path` is relative to the folder that was listed, with `/`; times are milliseconds. */
export interface Entry {
  readonly path: string;
  readonly isFolder: boolean;
  readonly size: number;
  readonly modified: number;
  readonly created: number;
}

/** A file that is being written. */
const UNFINISHED = /^\.nextscale-/;

/**
 * What a folder holds, in the order of names; links are left out. null when there is no such folder. Rejects with FILE_*.
 */
export async function listFolder(
  folder: string,
  { recursive = false }: { readonly recursive?: boolean } = {},
): Promise<readonly Entry[] | null> {
  const walk = async (relative: string): Promise<Entry[]> => {
    const entries: Entry[] = [];
    for (const name of (await readdir(join(folder, relative))).sort()) {
      if (UNFINISHED.test(name)) continue;
      const path = relative === "" ? name : `${relative}/${name}`;
      const entry = await entryOf(join(folder, path), path);
      if (entry === null) continue;
      entries.push(entry);
      if (recursive && entry.isFolder) entries.push(...(await walk(path)));
    }
    return entries;
  };
  try {
    return await walk("");
  } catch (cause) {
    if (isGone(cause)) return null;
    throw fileError(cause, "user data", "read");
  }
}

/** What is at a path, or null: also for a link. `name` is what the entry says of itself. */
export async function entryOf(path: string, name: string): Promise<Entry | null> {
  const stats = await lstat(path).catch((cause: unknown) => {
    if (isGone(cause)) return null;
    throw fileError(cause, name, "read");
  });
  if (stats === null || !(stats.isFile() || stats.isDirectory())) return null;
  return {
    path: name,
    isFolder: stats.isDirectory(),
    size: stats.size,
    modified: Math.round(stats.mtimeMs),
    created: Math.round(stats.birthtimeMs || stats.ctimeMs),
  };
}

function isGone(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "ENOTDIR");
}
