import { utimesSync } from "node:fs";
import { open } from "node:fs/promises";
import { basename, dirname, relative, sep } from "node:path";
import { fileError } from "../files/system-error.ts";
import type { BlobStore } from "../jobs/blob-store.ts";
import type { NamedFile } from "../jobs/job.ts";
import type { NodeCache, PreviewImage } from "../workflow/index.ts";
import { encodeResult } from "./encode-picture.ts";
import { mediaTypeOf } from "./media-type.ts";

/** A file on its way into the blob store. */
interface Keeping {
  readonly done: Promise<NamedFile>;
  /** What became of it: undefined on its way, null when it could not be kept. */
  file?: NamedFile | null;
}

/**
 * Puts what nodes make into the blob store, and lets a kept result be used again only while its blobs are there.
 * Nodes of different jobs may write under the same path; which blob a path means follows from whose turn it is.
 */
export interface KeptFiles {
  /** The cache to run with. */
  readonly cache: NodeCache;
  /** A file that a node has just written. */
  readonly written: (path: string) => Promise<NamedFile>;
  /** A file that a kept result names: call it in the turn in which the result is told. */
  readonly named: (path: string) => Promise<NamedFile>;
  /** A picture that is a result. */
  readonly shown: (image: PreviewImage) => Promise<NamedFile>;
  /** Resolves when nothing is on its way any more. */
  readonly settled: () => Promise<void>;
}

export function createKeptFiles(inner: NodeCache, blobs: BlobStore, work: string): KeptFiles {
  const byPath = new Map<string, Keeping>();
  /** Of what kept results said, by identity. */
  const bySaid = new WeakMap<object, Keeping>();
  const byImage = new WeakMap<PreviewImage, Keeping>();
  const underway = new Set<Promise<unknown>>();

  const begin = (work: () => Promise<NamedFile>): Keeping => {
    const keeping: Keeping = { done: work() };
    const settled = keeping.done
      .then(
        (file) => {
          keeping.file = file;
        },
        () => {
          keeping.file = null; // whoever waits for `done` hears why
        },
      )
      .finally(() => underway.delete(settled));
    underway.add(settled);
    return keeping;
  };
  const isThere = ({ file }: Keeping): boolean => file === undefined || (file !== null && touch(blobs.path(file.blob)));

  const put = async (path: string): Promise<NamedFile> => {
    const file = await open(path, "r").catch((cause: unknown) => {
      throw fileError(cause, basename(path), "read");
    });
    const { hash, bytes } = await blobs.put(file.createReadStream());
    const inside = relative(work, path);
    const isInside = !inside.startsWith("..");
    const subfolder = isInside && dirname(inside) !== "." ? dirname(inside).replaceAll(sep, "/") : "";
    const name = basename(path);
    return { folder: "output", subfolder, name, blob: hash, bytes, mediaType: mediaTypeOf(name) };
  };
  const putPicture = async (image: PreviewImage): Promise<NamedFile> => {
    const { bytes, mediaType } = await encodeResult(image);
    const { hash } = await blobs.put(bytes);
    return { folder: "temp", subfolder: "", name: "preview_00001.png", blob: hash, bytes: bytes.byteLength, mediaType };
  };

  const cache: NodeCache = {
    ...inner,
    get: (key) => {
      const result = inner.get(key);
      if (result === undefined) return undefined;
      for (const said of result.said) {
        if (said.type !== "node-file") continue;
        const keeping = bySaid.get(said);
        if (keeping === undefined || !isThere(keeping)) return undefined;
        byPath.set(said.path, keeping);
      }
      return result;
    },
    set: (key, result) => {
      for (const said of result.said) {
        const keeping = said.type === "node-file" ? byPath.get(said.path) : undefined;
        if (keeping !== undefined) bySaid.set(said, keeping);
      }
      inner.set(key, result);
    },
  };

  return {
    cache,
    written: (path) => {
      const keeping = begin(() => put(path));
      byPath.set(path, keeping);
      return keeping.done;
    },
    named: (path) => {
      const keeping = byPath.get(path) ?? begin(() => put(path));
      return keeping.done;
    },
    shown: (image) => {
      const known = byImage.get(image);
      const keeping = known !== undefined && isThere(known) ? known : begin(() => putPicture(image));
      byImage.set(image, keeping);
      return keeping.done;
    },
    settled: async () => {
      while (underway.size > 0) await Promise.all(underway);
      byPath.clear();
    },
  };
}

/** Marks a blob as wanted now, so that it is not collected; false when it is gone. */
function touch(path: string): boolean {
  const now = new Date();
  try {
    utimesSync(path, now, now);
    return true;
  } catch {
    return false;
  }
}
