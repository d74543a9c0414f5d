import { type Request, type Response, Router } from "express";
import { z } from "zod";
import type { FileRow } from "../../jobs/file-table.ts";
import { type BlobHash, fileFolder, isBlobHash } from "../../jobs/job.ts";
import { serverErrors } from "../errors.ts";
import { setContent } from "../files/content-type.ts";
import { mediaTypeOf, PICTURES } from "../files/media-type.ts";
import { type Rendition, renderPicture } from "../files/picture.ts";
import { placeOf } from "../files/place.ts";
import { sendBlob } from "../files/send-blob.ts";
import { readQuery } from "../read-body.ts";
import type { Services } from "../services.ts";

export const viewQuery = z.looseObject({
  filename: z.string().min(1),
  type: fileFolder.default("output"),
  subfolder: z.string().default(""),
  preview: z.string().optional(),
  channel: z.enum(["rgba", "rgb", "a"]).default("rgba"),
});

const QUALITY = 90;

/** Files by their name, as they are or as a rendition. */
export function viewRoutes(services: Services): Router {
  const { files, blobs, limits } = services;
  const routes = Router();

  const find = async ({ filename, type, subfolder }: z.output<typeof viewQuery>): Promise<FileRow | null> => {
    const hash = hashIn(filename);
    return hash === null ? files.get(placeOf(filename, { folder: type, subfolder })) : files.named(hash);
  };

  routes.get("/view", async (request: Request, response: Response) => {
    const query = readQuery(viewQuery, request);
    const row = await find(query);
    const stat = row === null ? null : await blobs.stat(row.blob);
    if (row === null || stat === null) throw serverErrors.NOT_FOUND({ path: query.filename });
    const wish: Rendition = { preview: previewOf(query.preview), channel: query.channel };
    const isPlain = wish.preview === null && wish.channel === "rgba";
    const path = blobs.path(row.blob);
    if (isPlain || !PICTURES.has(row.mediaType) || !PICTURES.has(await mediaTypeOf(path, row.name))) {
      setContent(request, response, row.name, row.mediaType);
      await sendBlob(request, response, blobs, stat);
      return;
    }
    const format = wish.preview?.format ?? "png";
    const tag = `"${row.blob}-${wish.channel}-${format}-${wish.preview?.quality ?? 0}"`;
    response.set({ ETag: tag, "Cache-Control": "private, no-cache" });
    if (request.fresh) response.status(304).end();
    else {
      const bytes = await renderPicture(path, row.name, wish, limits);
      setContent(request, response, row.name.replace(/\.\w+$/, `.${format}`), `image/${format}`);
      response.send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    }
  });
  return routes;
}

/** "webp;90" · "jpeg" · anything else is read as WebP, as old servers do. */
function previewOf(text: string | undefined): Rendition["preview"] {
  if (text === undefined || text === "") return null;
  const [format, quality = ""] = text.split(";");
  const asked = /^\d{1,3}$/.test(quality) ? Number(quality) : QUALITY;
  return { format: format === "jpeg" ? "jpeg" : "webp", quality: Math.min(100, Math.max(1, asked)) };
}

/** A file may be named by its content: "sha256:…". Only what has a name can be asked for. */
function hashIn(text: string): BlobHash | null {
  const hash = /^sha256:(.*)$/.exec(text)?.[1];
  return isBlobHash(hash) ? hash : null;
}
