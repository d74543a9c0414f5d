import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, unlink, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { readBytes } from "../files/read.ts";
import { fileError } from "../files/system-error.ts";
import type { BlobStat, BlobStore, Collected } from "./blob-store.ts";
import { storeErrors } from "./errors.ts";
import { type BlobHash, isBlobHash } from "./job.ts";

export interface FolderBlobStoreOptions {
  /** Most bytes of one blob. Default 4 GiB. */
  readonly mostBytes?: number;
}

const TEMPORARY = "tmp";
const NAME_OF_FOLDER = /^[0-9a-f]{2}$/;
const GIB = 2 ** 30;

/**
 * Blobs in a folder, which is made when it is not there: `ab/abcd…` for the bytes whose hash begins with `ab`. A blob is
 * written under a name of its own in `tmp/`, reaches the disk, and then takes its name, so a name never stands for half
 * of a blob. Processes may share the folder. Rejects with FILE_*.
 */
export async function openFolderBlobStore(
  folder: string,
  { mostBytes = 4 * GIB }: FolderBlobStoreOptions = {},
): Promise<BlobStore> {
  const temporary = join(folder, TEMPORARY);
  const path = (hash: BlobHash): string => join(folder, hash.slice(0, 2), hash);
  await mkdir(temporary, { recursive: true }).catch(failed(folder, "write"));

  /** Gives a finished temporary file the name of its content. */
  const settle = async (from: string, { hash, bytes }: BlobStat): Promise<BlobStat> => {
    const to = path(hash);
    if ((await touch(to)) === bytes) {
      await unlink(from);
      return { hash, bytes };
    }
    await mkdir(join(folder, hash.slice(0, 2)), { recursive: true });
    await rename(from, to);
    await syncFolder(join(folder, hash.slice(0, 2)));
    return { hash, bytes };
  };

  const put: BlobStore["put"] = async (data) => {
    const from = join(temporary, randomUUID());
    try {
      const file = await open(from, "wx");
      const written = await write(file, data, mostBytes).finally(() => file.close());
      return await settle(from, written);
    } catch (cause) {
      await rm(from, { force: true }).catch(() => {}); // the first failure is the one to report
      throw fileError(cause, folder, "write");
    }
  };

  const statOf: BlobStore["stat"] = async (hash) => {
    const stats = await stat(path(hash)).catch(ifThere(folder));
    return stats === null ? null : { hash, bytes: stats.size };
  };

  const openBlob: BlobStore["open"] = async (hash, range) => {
    const file = await open(path(hash), "r").catch(ifThere(folder));
    if (file === null) return null;
    return createReadStream("", { fd: file, ...(range && { start: range.first, end: range.last }) }) as Readable;
  };

  return {
    put,
    take: async (from) => {
      try {
        const file = await open(from, "r+");
        const found = await hashOf(file.createReadStream({ autoClose: false }), mostBytes)
          .then(async (each) => {
            await file.sync();
            return each;
          })
          .finally(() => file.close());
        return await settle(from, found);
      } catch (cause) {
        if (codeOf(cause) !== "EXDEV") throw fileError(cause, from, "read");
      }
      const copied = await put(createReadStream(from)); // from another disk
      await unlink(from);
      return copied;
    },
    get: async (hash) => ((await statOf(hash)) === null ? null : readBytes(path(hash))),
    open: openBlob,
    stat: statOf,
    path,
    verify: async (hash) => {
      const stream = await openBlob(hash);
      if (stream === null) return false;
      const { hash: got } = await hashOf(stream, Number.POSITIVE_INFINITY).catch(failed(folder, "read"));
      if (got !== hash) throw storeErrors.BLOB_DAMAGED({ hash, got });
      return true;
    },
    collect: async ({ keep, before }) => {
      const gone = { blobs: 0, bytes: 0 };
      for await (const { name, file } of entries(folder, [TEMPORARY])) {
        if (isBlobHash(name) && keep.has(name)) continue;
        const stats = await stat(file).catch(ifThere(folder));
        if (stats === null || stats.mtimeMs >= before) continue;
        const aside = join(temporary, randomUUID());
        if ((await rename(file, aside).then(() => true, ifThere(folder))) === null) continue;
        if ((await stat(aside)).mtimeMs >= before) {
          await rename(aside, file); // put again just now
          continue;
        }
        await rm(aside, { force: true }).catch(failed(folder, "write"));
        gone.blobs += 1;
        gone.bytes += stats.size;
      }
      return gone;
    },
    size: async () => {
      const all = { blobs: 0, bytes: 0 };
      for await (const { file } of entries(folder, [])) {
        const stats = await stat(file).catch(ifThere(folder));
        if (stats === null) continue;
        all.blobs += 1;
        all.bytes += stats.size;
      }
      return all satisfies Collected;
    },
  };
}

async function write(
  file: FileHandle,
  data: Uint8Array | AsyncIterable<Uint8Array>,
  mostBytes: number,
): Promise<BlobStat> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of data instanceof Uint8Array ? [data] : data) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw storeErrors.BLOB_TOO_LARGE({ most: mostBytes });
    hash.update(chunk);
    await file.writeFile(chunk);
  }
  await file.sync();
  return { hash: hash.digest("hex") as BlobHash, bytes };
}

async function hashOf(stream: AsyncIterable<Uint8Array>, mostBytes: number): Promise<BlobStat> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw storeErrors.BLOB_TOO_LARGE({ most: mostBytes });
    hash.update(chunk);
  }
  return { hash: hash.digest("hex") as BlobHash, bytes };
}

/** Marks a file as wanted now, and returns its size; null when it is not there. */
async function touch(file: string): Promise<number | null> {
  const now = new Date();
  return utimes(file, now, now)
    .then(() => stat(file))
    .then(
      ({ size }) => size,
      () => null,
    );
}

/** Makes a new name in a folder last; systems that cannot do that keep names by themselves. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

async function* entries(folder: string, others: readonly string[]) {
  const names = await readdir(folder).catch(failed(folder, "read"));
  for (const inner of names.filter((name) => NAME_OF_FOLDER.test(name) || others.includes(name)).sort())
    for (const name of await readdir(join(folder, inner)).catch(failed(folder, "read")))
      yield { name, file: join(folder, inner, name) };
}

const failed =
  (folder: string, action: "read" | "write") =>
  (cause: unknown): never => {
    throw fileError(cause, folder, action);
  };

const ifThere =
  (folder: string) =>
  (cause: unknown): null => {
    if (codeOf(cause) === "ENOENT") return null;
    throw fileError(cause, folder, "read");
  };

const codeOf = (cause: unknown): unknown => (cause instanceof Error && "code" in cause ? cause.code : undefined);
