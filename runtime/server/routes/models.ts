import { Router } from "express";
import { z } from "zod";
import { serverErrors } from "../errors.ts";
import { listModels, MODEL_ENDINGS } from "../models/list-models.ts";
import { modelMetadata, modelPreview } from "../models/model-preview.ts";
import { readQuery } from "../read-body.ts";
import type { Services } from "../services.ts";
import { pathIn } from "../userdata/path-in.ts";

export const metadataQuery = z.looseObject({ filename: z.string().min(1) });

/** Models on disk, by kind. Where they lie is told to nobody. */
export function modelRoutes({ models, limits }: Services): Router {
  const routes = Router();
  const folderOf = (kind: string): string => {
    const folder = Object.hasOwn(models, kind) ? models[kind] : undefined;
    if (folder === undefined) throw serverErrors.NOT_FOUND({ path: kind });
    return folder;
  };

  routes.get("/embeddings", (_request, response) => {
    response.json([]);
  });
  routes.get("/models", (_request, response) => {
    response.json(Object.keys(models));
  });
  routes.get("/models/:kind", async (request, response) => {
    response.json((await listModels(folderOf(request.params.kind))).map(({ name }) => name));
  });
  routes.get("/experiment/models", (_request, response) => {
    response.json(Object.keys(models).map((name) => ({ name, folders: [name], extensions: MODEL_ENDINGS })));
  });
  routes.get("/experiment/models/:kind", async (request, response) => {
    const files = await listModels(folderOf(request.params.kind));
    response.json(files.map((file) => ({ ...file, pathIndex: 0 })));
  });
  routes.get("/experiment/models/preview/:kind/:index{/*file}", async (request, response) => {
    const { kind, index, file } = request.params;
    const name = [file ?? []].flat().join("/");
    if (!/^\d{1,6}$/.test(index))
      throw serverErrors.BAD_REQUEST({ problem: "the index of a folder is a whole number" });
    if (name === "") throw serverErrors.BAD_REQUEST({ problem: "it names no model" });
    const folder = folderOf(kind);
    if (Number(index) > 0) throw serverErrors.NOT_FOUND({ path: request.path });
    const picture = await modelPreview(await pathIn(folder, name), name, limits);
    if (picture === null) throw serverErrors.NOT_FOUND({ path: request.path });
    response.type("image/webp").send(Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength));
  });
  routes.get("/view_metadata/:kind", async (request, response) => {
    const { filename } = readQuery(metadataQuery, request);
    const metadata = await modelMetadata(await pathIn(folderOf(request.params.kind), filename), filename);
    if (metadata === null) throw serverErrors.NOT_FOUND({ path: filename });
    response.json(metadata);
  });
  return routes;
}
