import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { findCheckpoint } from "./find.ts";

/** Names, sizes and times of a checkpoint's files; empty where there is none. */
export async function fingerprintCheckpoint(checkpoint: string): Promise<string> {
  const { folder } = findCheckpoint(checkpoint);
  const names = await readdir(folder).catch(() => []);
  return (await Promise.all(names.sort().map((name) => fingerprintFile(join(folder, name))))).join("\n");
}

/** Name, size and time of a file; only the name where there is none. */
export const fingerprintFile = (path: string): Promise<string> =>
  stat(path).then(
    ({ size, mtimeMs }) => `${path} ${size} ${mtimeMs}`,
    () => path,
  );
