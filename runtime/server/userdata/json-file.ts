import { z } from "zod";
import { NextscaleError } from "../../errors.ts";
import { readText } from "../../files/read.ts";
import { fileError } from "../../files/system-error.ts";
import { serverErrors } from "../errors.ts";
import { writeFileAs } from "./write-file.ts";

const object = z.record(z.string(), z.unknown());

/** The object that a JSON file holds, `{}` when there is no file. Rejects with SERVER_DAMAGED_FILE, FILE_*. */
export async function readJsonFile(path: string, name: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return object.parse(JSON.parse(await readText(path)));
  } catch (cause) {
    if (cause instanceof NextscaleError && cause.code === "FILE_NOT_FOUND") return {};
    if (cause instanceof NextscaleError) throw fileError(cause.cause, name, "read");
    throw serverErrors.DAMAGED_FILE({ name }, { cause });
  }
}

/** Writes an object, whole or not at all; folders are made. Rejects with FILE_*. */
export async function writeJsonFile(
  path: string,
  name: string,
  value: Readonly<Record<string, unknown>>,
): Promise<void> {
  await writeFileAs(path, name, `${JSON.stringify(value, null, 2)}\n`);
}
