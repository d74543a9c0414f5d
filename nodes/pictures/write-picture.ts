import { open, realpath, stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { Picture } from "../../model/vision/codec.ts";
import { fileError } from "../../runtime/files/system-error.ts";
import { writeAtomic } from "../../runtime/files/write.ts";
import { encodePng } from "./png.ts";

/** Writes a PNG at `path`, whole or not at all. Throws as `writeAtomic`. */
export async function writePicture(path: string, picture: Picture): Promise<void> {
  await writeOutput(path, await encodePng(picture));
}

/**
 * Writes a whole file. A pipe or a device, such as /dev/stdout, is written to and never replaced; a link leads to what
 * it points to.
 */
export async function writeOutput(path: string, data: Uint8Array | string): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const special = await stat(target).then(
    (stats) => !stats.isFile() && !stats.isDirectory(),
    () => false,
  );
  if (!special) return writeAtomic(target === resolve(path) ? path : target, data);
  try {
    const file = await open(target, "w");
    await file.writeFile(data).finally(() => file.close());
  } catch (cause) {
    throw fileError(cause, path, "write");
  }
}
