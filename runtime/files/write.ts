import { randomUUID } from "node:crypto";
import * as nodeFiles from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileError } from "./system-error.ts";

/** The four calls `writeAtomic` needs; `node:fs/promises` has them. */
export interface WriteFiles {
  readonly open: (path: string, flags: string) => Promise<WriteHandle>;
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly unlink: (path: string) => Promise<void>;
}

/** An open file. */
export interface WriteHandle {
  readonly writeFile: (data: Uint8Array | string) => Promise<void>;
  readonly sync: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Options of `writeAtomic`. */
export interface WriteOptions {
  /** The file system to write to. Default: Node's. */
  readonly files?: WriteFiles;
}

/**
 * Writes a whole file or leaves everything as it was: the data goes to a temporary file in the same folder, reaches the
 * disk, and then takes the name. Text is UTF-8.
 * Throws FILE_DISK_FULL, FILE_READ_ONLY, FILE_NOT_ALLOWED, FILE_NO_FOLDER, FILE_NOT_A_FOLDER, FILE_IS_FOLDER,
 * FILE_NAME_TOO_LONG or FILE_FAILED.
 */
export async function writeAtomic(
  path: string,
  data: Uint8Array | string,
  { files = nodeFiles }: WriteOptions = {},
): Promise<void> {
  const temporary = join(dirname(path), `.nextscale-${randomUUID()}.tmp`);
  try {
    const handle = await files.open(temporary, "wx");
    try {
      await fill(handle, data);
      await files.rename(temporary, path);
    } catch (cause) {
      await files.unlink(temporary).catch(() => {}); // the first failure is the one to report
      throw cause;
    }
  } catch (cause) {
    throw fileError(cause, path, "write");
  }
}

async function fill(handle: WriteHandle, data: Uint8Array | string): Promise<void> {
  try {
    await handle.writeFile(data);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
