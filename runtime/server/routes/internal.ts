import { Router } from "express";
import { z } from "zod";
import { fileFolder } from "../../jobs/job.ts";
import { jsonBody } from "../json-body.ts";
import { readAs, readBody } from "../read-body.ts";
import type { Services } from "../services.ts";

export const logWatch = z.looseObject({ clientId: z.string().min(1).max(100), enabled: z.boolean() });

/** The size of the terminal that old servers tell of. */
const SIZE = { cols: 120, rows: 40 };
const MOST_FILES = 10_000;

/** For the keeper of the server: its log, and where it keeps things. */
export function internalRoutes({ logs, files, limits, models, dataFolder }: Services): Router {
  const routes = Router();
  routes.get("/internal/logs", (_request, response) => {
    const text = logs.entries().map(({ t, m }) => `${t} - ${m}`);
    response.json(text.join(""));
  });
  routes.get("/internal/logs/raw", (_request, response) => {
    response.json({ entries: logs.entries(), size: SIZE });
  });
  routes.patch("/internal/logs/subscribe", jsonBody(limits), (request, response) => {
    const { clientId, enabled } = readBody(logWatch, request);
    logs.watch(clientId, enabled);
    response.end();
  });
  routes.get("/internal/folder_paths", (_request, response) => {
    const folders = Object.entries({ ...models, user: dataFolder });
    response.json(Object.fromEntries(folders.map(([kind, path]) => [kind, [path]])));
  });
  routes.get("/internal/files/:type", async (request, response) => {
    const folder = readAs(fileFolder, request.params.type);
    const rows = await files.list({ folder, limit: MOST_FILES });
    response.json(rows.map(({ subfolder, name }) => (subfolder === "" ? name : `${subfolder}/${name}`)));
  });
  return routes;
}
