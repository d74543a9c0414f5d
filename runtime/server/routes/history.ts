import { Router } from "express";
import { z } from "zod";
import { isJobId } from "../../jobs/job.ts";
import { jsonBody } from "../json-body.ts";
import { readBody, readQuery } from "../read-body.ts";
import type { Services } from "../services.ts";
import { historyEntry } from "../wire/history-entry.ts";

export const historyChange = z.looseObject({ clear: z.boolean().optional(), delete: z.array(z.unknown()).optional() });
const count = z.coerce.number().int().optional();
export const historyWindow = z.looseObject({ max_items: count, offset: count });

/** The history: ended jobs by id. */
export function historyRoutes({ store, runner, limits }: Services): Router {
  const routes = Router();
  routes.get("/history", async (request, response) => {
    const { max_items: limit = -1, offset = -1 } = readQuery(historyWindow, request);
    const jobs = await store.history({ ...(limit >= 0 && { limit }), ...(offset >= 0 && { offset }) });
    response.json(Object.fromEntries(jobs.map((job) => [job.id, historyEntry(job)])));
  });
  routes.get("/history/:id", async (request, response) => {
    const { id } = request.params;
    const job = isJobId(id) ? await store.get(id) : null;
    const isEnded = job !== null && ["done", "failed", "cancelled"].includes(job.status);
    response.json(isEnded ? { [job.id]: historyEntry(job) } : {});
  });
  routes.post("/history", jsonBody(limits), async (request, response) => {
    const { clear, delete: ids = [] } = readBody(historyChange, request);
    const all = clear === true ? (await store.history()).map(({ id }) => id) : ids.filter(isJobId);
    await runner.remove(all);
    response.end();
  });
  return routes;
}
