import { Router } from "express";
import { jsonBody } from "../json-body.ts";
import type { Services } from "../services.ts";
import { submitPrompt } from "../submit-prompt.ts";

/** Asking for a job. */
export function promptRoutes(services: Services): Router {
  const routes = Router();
  routes.get("/prompt", async (_request, response) => {
    const { waiting, held, running } = await services.store.counts();
    response.json({ exec_info: { queue_remaining: waiting + held + running } });
  });
  routes.post("/prompt", jsonBody(services.limits), async (request, response) => {
    const usage = request.get("comfy-usage-source");
    const { status, body } = await submitPrompt(
      request.body,
      services,
      usage === undefined ? {} : { also: { usage_source: usage } },
    );
    response.status(status).json(body);
  });
  return routes;
}
