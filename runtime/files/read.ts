import { type FileHandle, open } from "node:fs/promises";
import { NextscaleError } from "../errors.ts";
import { fileErrors } from "./errors.ts";
import { fileError } from "./system-error.ts";

/** Most bytes read at once: what one typed array of any Node 20 build can hold and one read call can fill. */
export const MAX_READ_BYTES = 2 ** 31 - 1;

/**
 * The bytes of a file.
 * Throws FILE_NOT_FOUND, FILE_IS_FOLDER, FILE_NOT_ALLOWED, FILE_NOT_A_FOLDER, FILE_TOO_LARGE or FILE_FAILED.
 */
export function readBytes(path: string): Promise<Uint8Array> {
  return withFile(path, async (file) => {
    const stats = await file.stat();
    if (stats.isDirectory()) throw fileErrors.IS_FOLDER({ path });
    if (stats.size > MAX_READ_BYTES) throw fileErrors.TOO_LARGE({ path, bytes: stats.size });
    const buffer = await file.readFile();
    return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  });
}

/** The text of a UTF-8 file, a leading byte-order mark dropped. Throws as `readBytes`, and FILE_NOT_TEXT. */
export async function readText(path: string): Promise<string> {
  const bytes = await readBytes(path);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw fileErrors.NOT_TEXT({ path }, { cause });
  }
}

/** The text of a file that need not be there. Throws as `readText`, but FILE_NOT_FOUND. */
export const readTextIfThere = (path: string): Promise<string | undefined> =>
  readText(path).catch((cause: unknown) => {
    if (cause instanceof NextscaleError && cause.code === "FILE_NOT_FOUND") return undefined;
    throw cause;
  });

/**
 * `length` bytes of a file from byte `offset` on, and the file's size in bytes.
 * Throws as `readBytes`, and FILE_TOO_SHORT if the file ends before.
 */
export function readRange(
  path: string,
  offset: number,
  length: number,
): Promise<{ readonly bytes: Uint8Array; readonly fileSize: number }> {
  return withFile(path, async (file) => {
    const stats = await file.stat();
    if (stats.isDirectory()) throw fileErrors.IS_FOLDER({ path });
    if (length > MAX_READ_BYTES) throw fileErrors.TOO_LARGE({ path, bytes: length });
    if (stats.size < offset + length) throw fileErrors.TOO_SHORT({ path, want: offset + length, got: stats.size });
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await file.read(bytes, filled, length - filled, offset + filled);
      if (bytesRead === 0) throw fileErrors.TOO_SHORT({ path, want: offset + length, got: offset + filled });
      filled += bytesRead;
    }
    return { bytes, fileSize: stats.size };
  });
}

async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, "r");
    return await use(file);
  } catch (cause) {
    throw fileError(cause, path, "read");
  } finally {
    await file?.close();
  }
}
