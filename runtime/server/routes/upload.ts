import { readFile } from "node:fs/promises";
import { type Request, type Response, Router } from "express";
import { z } from "zod";
import { readMetadata, writeMetadata } from "../../files/metadata/index.ts";
import { fileFolder } from "../../jobs/job.ts";
import { serverErrors } from "../errors.ts";
import { keepUpload, type Make } from "../files/keep-upload.ts";
import { mediaTypeOf, PICTURES } from "../files/media-type.ts";
import { maskPicture } from "../files/picture.ts";
import { placeOf } from "../files/place.ts";
import { receiveUploads, type Upload } from "../files/receive-upload.ts";
import { readAs } from "../read-body.ts";
import type { Services } from "../services.ts";

export const uploadForm = z.looseObject({
  type: fileFolder.default("input"),
  subfolder: z.string().default(""),
  overwrite: z.string().default("false"),
});

/** The picture that a mask belongs to, as clients name it. */
export const originalReference = z.looseObject({
  filename: z.string(),
  subfolder: z.string().default(""),
  type: fileFolder.default("output"),
});

/** Files that people give: their bytes become blobs, their names rows. */
export function uploadRoutes(services: Services): Router {
  const { blobs } = services;
  const receive = receiveUploads("image", services);
  const routes = Router();

  const keep = async (upload: Upload, make: Make): Promise<unknown> => {
    const { type, subfolder, overwrite } = readAs(uploadForm, upload.fields);
    const place = placeOf(upload.name, { folder: type, subfolder });
    const taken = ["true", "1"].includes(overwrite) ? "replace" : "number";
    const row = await keepUpload(upload, { place, taken, make }, services);
    return { name: row.name, subfolder: row.subfolder, type: row.folder };
  };

  routes.post("/upload/image", async (request: Request, response: Response) => {
    const answer = await receive(request, response, (upload) =>
      keep(upload, async (mediaType) => ({ blob: await blobs.take(upload.path), mediaType })),
    );
    response.json(answer);
  });

  routes.post("/upload/mask", async (request: Request, response: Response) => {
    const answer = await receive(request, response, (upload) =>
      keep(upload, async () => ({ blob: await blobs.put(await masked(upload, services)), mediaType: "image/png" })),
    );
    response.json(answer);
  });
  return routes;
}

/** The original with the transparency of the mask, and with the texts that the original carries. */
async function masked({ path, name, fields }: Upload, { blobs, files, limits }: Services): Promise<Uint8Array> {
  const { filename, subfolder, type } = readAs(originalReference, parsed(fields.original_ref));
  const original = await files.get(placeOf(filename, { folder: type, subfolder }));
  if (original === null) throw serverErrors.NOT_FOUND({ path: filename });
  const source = blobs.path(original.blob);
  if (!PICTURES.has(await mediaTypeOf(source, original.name)))
    throw serverErrors.BAD_PICTURE({ name: original.name, problem: "it is no picture" });
  const png = await maskPicture({ path: source, name: original.name }, { path, name }, limits);
  const texts = readMetadata(await readFile(source));
  return texts === null || texts.size === 0 ? png : writeMetadata(png, texts);
}

function parsed(text: unknown): unknown {
  try {
    return typeof text === "string" ? JSON.parse(text) : text;
  } catch (cause) {
    throw serverErrors.BAD_REQUEST({ problem: "original_ref is not JSON" }, { cause });
  }
}
