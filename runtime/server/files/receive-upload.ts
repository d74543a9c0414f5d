import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Request, Response } from "express";
import multer, { MulterError } from "multer";
import { fileError } from "../../files/system-error.ts";
import { serverErrors } from "../errors.ts";
import type { Services } from "../services.ts";

/** A file that was sent, while it lies in a folder of its own. */
export interface Upload {
  /** Gone when the request is answered, unless somebody has taken it. */
  readonly path: string;
  /** As the client calls it: not to be trusted. */
  readonly name: string;
  readonly bytes: number;
  /** The other fields of the form. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Reads a form with one file. Rejects with SERVER_TOO_LARGE, SERVER_BAD_REQUEST, FILE_*; then nothing is left of it. */
export type Receive = <T>(request: Request, response: Response, use: (upload: Upload) => Promise<T>) => Promise<T>;

/** Receives files under `field`. What an earlier process has left half received is removed first. */
export function receiveUploads(field: string, { dataFolder, limits }: Services): Receive {
  const folder = join(dataFolder, "uploads", field);
  const form = multer({
    dest: folder,
    preservePath: true,
    defParamCharset: "utf8",
    limits: {
      fileSize: limits.upload,
      files: 1,
      fields: 20,
      parts: 21,
      fieldNameSize: 100,
      fieldSize: 65_536,
      fieldNestingDepth: 1,
    },
  }).single(field);
  let ready: Promise<unknown> | null = null;
  const prepare = (): Promise<unknown> => {
    ready ??= rm(folder, { recursive: true, force: true })
      .then(() => mkdir(folder, { recursive: true }))
      .catch((cause: unknown) => {
        ready = null; // asked again with the next file
        throw fileError(cause, "uploads", "write");
      });
    return ready;
  };

  return async (request, response, use) => {
    await prepare();
    await new Promise<void>((done, fail) => {
      form(request, response, (error: unknown) => (error ? fail(refusal(error, limits.upload)) : done()));
    });
    const { file, body } = request;
    if (file === undefined) throw serverErrors.BAD_REQUEST({ problem: `it has no file under "${field}"` });
    try {
      return await use({ path: file.path, name: file.originalname, bytes: file.size, fields: { ...body } });
    } finally {
      await rm(file.path, { force: true });
    }
  };
}

function refusal(error: unknown, most: number): unknown {
  if (error instanceof MulterError && error.code === "LIMIT_FILE_SIZE") return serverErrors.TOO_LARGE({ most });
  if (error instanceof Error && "syscall" in error) return fileError(error, "uploads", "write");
  return serverErrors.BAD_REQUEST(
    { problem: error instanceof Error ? error.message : String(error) },
    { cause: error },
  );
}
