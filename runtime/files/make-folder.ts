import { mkdir } from "node:fs/promises";
import { fileError } from "./system-error.ts";

/** Makes a folder and those above it where they are missing. Rejects with FILE_*. */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((cause: unknown) => {
    throw fileError(cause, path, "write");
  });
}
