import { type Request, type Response, Router } from "express";
import { z } from "zod";
import type { FileRow } from "../../jobs/file-table.ts";
import { serverErrors } from "../errors.ts";
import { setContent } from "../files/content-type.ts";
import { keepUpload } from "../files/keep-upload.ts";
import { placeOf } from "../files/place.ts";
import { receiveUploads } from "../files/receive-upload.ts";
import { sendBlob } from "../files/send-blob.ts";
import { jsonBody } from "../json-body.ts";
import { readAs, readBody } from "../read-body.ts";
import type { Services } from "../services.ts";
import { assetObject, hashIn, hashText, originOf, placeOfAsset } from "../v2/asset.ts";
import { apiErrors } from "../v2/errors.ts";

export const assetForm = z.looseObject({
  file_path: z.string().min(1).optional(),
  expected_hash: z.string().optional(),
});
export const assetFromHash = z.looseObject({ hash: z.string(), file_path: z.string().min(1).optional() });

/** Files of version 2, found by id or by what they hold. */
export function assetRoutesV2(services: Services): Router {
  const { files, blobs, limits } = services;
  const receive = receiveUploads("file", services);
  const routes = Router();

  const find = async (id: string): Promise<FileRow> => {
    const place = placeOfAsset(id);
    const row = place === null ? null : await files.get(place);
    if (row === null) throw serverErrors.NOT_FOUND({ path: `asset ${id.slice(0, 100)}` });
    return row;
  };
  const byHash = async (text: string): Promise<FileRow> => {
    const hash = hashIn(text);
    const row = hash === null ? null : await files.named(hash);
    if (row === null) throw apiErrors.BLOB_NOT_FOUND({ hash: text.slice(0, 100) });
    return row;
  };

  routes.post("/v2/assets", async (request: Request, response: Response) => {
    const { row, isKnown } = await receive(request, response, async (upload) => {
      const { file_path: path = upload.name, expected_hash: want } = readAs(assetForm, upload.fields);
      const place = placeOf(path, { folder: "input" });
      let isKnown = false;
      const make = async (mediaType: string) => {
        const blob = await blobs.take(upload.path);
        const got = hashText(blob.hash);
        if (want !== undefined && isComparable(want) && want.toLowerCase() !== got)
          throw apiErrors.HASH_MISMATCH({ want: want.slice(0, 100), got });
        isKnown = (await files.named(blob.hash)) !== null;
        return { blob, mediaType };
      };
      return { row: await keepUpload(upload, { place, taken: "number", make }, services), isKnown };
    });
    response.status(isKnown ? 200 : 201).json({ ...assetObject(row, originOf(request)), created_new: !isKnown });
  });
  routes.post("/v2/assets/from-hash", jsonBody(limits), async (request, response) => {
    const { hash, file_path } = readBody(assetFromHash, request);
    const row = await byHash(hash);
    const place = file_path === undefined ? row : placeOf(file_path, { folder: "input" });
    const isThere = (await files.get(place))?.blob === row.blob;
    const { folder, subfolder, name } = place;
    const { blob, bytes, mediaType } = row;
    const made = await files.add({ folder, subfolder, name, blob, bytes, mediaType }, "number");
    response.status(isThere ? 200 : 201).json({ ...assetObject(made, originOf(request)), created_new: false });
  });
  routes.get("/v2/assets/by-hash/:hash", async (request, response) => {
    response.json(assetObject(await byHash(request.params.hash), originOf(request)));
  });
  routes.get("/v2/assets/:id", async (request, response) => {
    response.json(assetObject(await find(request.params.id), originOf(request)));
  });
  routes.delete("/v2/assets/:id", async (request, response) => {
    await files.remove(await find(request.params.id));
    response.status(204).end();
  });
  routes.get("/v2/assets/:id/content", async (request, response) => {
    const { blob: hash, bytes, name, mediaType } = await find(request.params.id);
    setContent(request, response, name, mediaType);
    await sendBlob(request, response, blobs, { hash, bytes });
  });
  return routes;
}

/** Clients also send hashes of a kind that is not computed here; such an expectation cannot be checked. */
function isComparable(hash: string): boolean {
  return !/^blake3:[0-9a-f]{64}$/i.test(hash);
}
