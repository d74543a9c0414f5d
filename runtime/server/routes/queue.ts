import { Router } from "express";
import { z } from "zod";
import { isJobId } from "../../jobs/job.ts";
import { jsonBody } from "../json-body.ts";
import { readBody } from "../read-body.ts";
import type { Services } from "../services.ts";
import { queueItem } from "../wire/history-entry.ts";

export const queueChange = z.looseObject({ clear: z.boolean().optional(), delete: z.array(z.unknown()).optional() });
export const interruption = z.looseObject({ prompt_id: z.unknown().optional() });

/** The queue: what runs and waits, clearing it, stopping what runs, unloading. */
export function queueRoutes({ store, runner, limits }: Services): Router {
  const routes = Router();
  const body = jsonBody(limits);
  routes.get("/queue", async (_request, response) => {
    const { running, waiting } = await store.queue();
    response.json({ queue_running: running.map(queueItem), queue_pending: waiting.map(queueItem) });
  });
  routes.post("/queue", body, async (request, response) => {
    const { clear, delete: ids = [] } = readBody(queueChange, request);
    if (clear === true) await runner.cancelWaiting();
    const waiting = new Set<string>((await store.waiting()).map(({ id }) => id));
    await runner.cancel(ids.filter(isJobId).filter((id) => waiting.has(id)));
    response.end();
  });
  routes.post("/interrupt", body, async (request, response) => {
    const { prompt_id: id } = readBody(interruption, request);
    if (id === undefined || id === null) await runner.interrupt();
    else if (isJobId(id)) await runner.interrupt(id);
    response.end();
  });
  routes.post("/free", body, (_request, response) => {
    void runner.free(); // takes effect when the running job has ended
    response.end();
  });
  return routes;
}
