import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { NextscaleError } from "../../errors.ts";
import { fileErrors } from "../../files/errors.ts";
import { fileError } from "../../files/system-error.ts";
import { writeAtomic } from "../../files/write.ts";

/**
 * Writes a file whole or not at all, and makes its folders. Rejects with FILE_*, which call it `name`: where the server
 * keeps its files is nobody's business.
 */
export async function writeFileAs(path: string, name: string, data: Uint8Array | string): Promise<void> {
  await makeFolderOf(path, name);
  await writeAtomic(path, data).catch((error: unknown) => {
    throw fileError(error instanceof NextscaleError ? error.cause : error, name, "write");
  });
}

/** Makes the folder that a file is to lie in. Rejects as `writeFileAs`. */
export async function makeFolderOf(path: string, name: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "EEXIST") throw fileErrors.NOT_A_FOLDER({ path: name }, { cause });
    throw fileError(cause, name, "write");
  });
}
