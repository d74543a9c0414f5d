import * as nodeFiles from "node:fs/promises";
import { join } from "node:path";
import { NextscaleError } from "../../runtime/errors.ts";
import { fileError } from "../../runtime/files/system-error.ts";
import { writeAtomic } from "../../runtime/files/write.ts";
import { nodesErrors } from "../errors.ts";

const DIGITS = 5;

/**
 * Writes a file as `PREFIX_00001.ENDING`, or the next number that is free, and returns its path. Nothing is overwritten,
 * even when two writers race. Throws NODES_WRONG_NAME and as `writeAtomic`.
 */
export async function writeNewFile(
  folder: string,
  { prefix, ending }: { readonly prefix: string; readonly ending: string },
  bytes: Uint8Array,
): Promise<string> {
  if (!/^[\p{L}\p{N}_-][\p{L}\p{N} ._-]{0,99}$/u.test(prefix)) throw nodesErrors.WRONG_NAME({ got: prefix });
  for (let number = await nextNumber(folder, prefix, ending); ; number++) {
    const path = join(folder, `${prefix}_${String(number).padStart(DIGITS, "0")}.${ending}`);
    try {
      await writeAtomic(path, bytes, { files: { ...nodeFiles, rename: takeName } });
      return path;
    } catch (error) {
      if (!(error instanceof NextscaleError && codeOf(error.cause) === "EEXIST")) throw error;
    }
  }
}

async function nextNumber(folder: string, prefix: string, ending: string): Promise<number> {
  const names = await nodeFiles.readdir(folder).catch((cause: unknown) => {
    throw fileError(cause, folder, "write");
  });
  const numbers = names.flatMap((name) => {
    const isOurs = name.startsWith(`${prefix}_`) && name.endsWith(`.${ending}`);
    const number = isOurs ? name.slice(prefix.length + 1, -ending.length - 1) : "";
    return /^\d{1,9}$/.test(number) ? [Number(number)] : [];
  });
  return 1 + numbers.reduce((most, number) => Math.max(most, number), 0);
}

/** Gives a file its name unless another has it; where the disk has no links, the last writer wins. */
async function takeName(from: string, to: string): Promise<void> {
  try {
    await nodeFiles.link(from, to);
  } catch (cause) {
    if (codeOf(cause) === "EEXIST") throw cause;
    return nodeFiles.rename(from, to);
  }
  await nodeFiles.unlink(from);
}

const codeOf = (cause: unknown): unknown => (cause instanceof Error && "code" in cause ? cause.code : undefined);
