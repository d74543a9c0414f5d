import { pipeline } from "node:stream/promises";
import type { Request, Response } from "express";
import type { BlobStat, BlobStore, ByteRange } from "../../jobs/blob-store.ts";
import { serverErrors } from "../errors.ts";

/**
 * Sends a blob, or the part of it that is asked for; its hash is its ETag. What it is, the caller has said before.
 * Rejects with SERVER_NOT_FOUND when the blob is gone, and SERVER_BAD_RANGE.
 */
export async function sendBlob(
  request: Request,
  response: Response,
  blobs: BlobStore,
  { hash, bytes }: BlobStat,
): Promise<void> {
  const tag = `"${hash}"`;
  // A name may get other bytes, so each use asks again; `no-transform` keeps lengths and parts true.
  response.set({ ETag: tag, "Accept-Ranges": "bytes", "Cache-Control": "private, no-cache, no-transform" });
  if (request.fresh) {
    response.status(304).end();
    return;
  }
  const part = partOf(request, tag, bytes);
  if (part === "none") {
    response.set("Content-Range", `bytes */${bytes}`);
    throw serverErrors.BAD_RANGE({ bytes });
  }
  const stream = await blobs.open(hash, part ?? undefined);
  if (stream === null) throw serverErrors.NOT_FOUND({ path: request.path });
  if (part !== null) response.status(206).set("Content-Range", `bytes ${part.first}-${part.last}/${bytes}`);
  response.set("Content-Length", String(part === null ? bytes : part.last - part.first + 1));
  if (request.method === "HEAD") {
    stream.destroy();
    response.end();
    return;
  }
  await pipeline(stream, response).catch((error: unknown) => {
    if (!response.headersSent) throw error; // else the connection is gone, and who asked knows
  });
}

/** One part, or null for the whole: also when several are asked for, or the content has changed since. */
function partOf(request: Request, tag: string, bytes: number): ByteRange | "none" | null {
  const condition = request.get("if-range");
  if (condition !== undefined && condition !== tag) return null;
  const parts = request.range(bytes, { combine: true });
  if (parts === -1) return "none";
  const [only] = Array.isArray(parts) && parts.type === "bytes" && parts.length === 1 ? parts : [];
  return only === undefined ? null : { first: only.start, last: only.end };
}
