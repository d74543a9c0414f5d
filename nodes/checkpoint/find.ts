import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Name of the checkpoint that ships. */
export const SHIPPED = "tiny";

/** Where a checkpoint lies: the folder to read, and what messages call it. */
export interface CheckpointPlace {
  readonly folder: string;
  readonly label: string;
}

/** `name` is a folder, or the bare name of a checkpoint that ships with the package (`tiny`). */
export function findCheckpoint(name: string = SHIPPED): CheckpointPlace {
  const bare = name === basename(name) && !existsSync(join(name, "config.json"));
  const folder = bare ? shippedFolders(name).find((each) => existsSync(each)) : undefined;
  return { folder: folder ?? name, label: name };
}

/** `checkpoints/` of the package: two folders above the source, three above what is built in `dist`. */
const shippedFolders = (name: string): readonly string[] =>
  ["../../checkpoints/", "../../../checkpoints/"].map((up) => join(fileURLToPath(new URL(up, import.meta.url)), name));
