import { Router } from "express";
import { z } from "zod";
import { isJobId, type Job } from "../../jobs/job.ts";
import { serverErrors } from "../errors.ts";
import { jsonBody } from "../json-body.ts";
import { readAs, readBody } from "../read-body.ts";
import type { Services } from "../services.ts";
import { submitPrompt } from "../submit-prompt.ts";
import { originOf } from "../v2/asset.ts";
import { apiErrors } from "../v2/errors.ts";
import { streamJob } from "../v2/event-stream.ts";
import { fillAssets } from "../v2/fill-assets.ts";
import { jobResource } from "../v2/job.ts";

const object = z.record(z.string(), z.unknown());
export const newJob = z.looseObject({ workflow: object, extra_data: object.optional() });

const accepted = z.object({ prompt_id: z.string() });
const refused = z.object({ error: z.object({ message: z.string(), details: z.string() }), node_errors: z.unknown() });
const idempotencyKey = z.string().min(1).max(255).optional();

/** Jobs of version 2: asked for once, looked at until they have ended. */
export function jobRoutesV2(services: Services): Router {
  const { store, runner, limits } = services;
  const routes = Router();
  const body = jsonBody(limits);

  const find = async (id: unknown): Promise<Job> => {
    const job = isJobId(id) ? await store.get(id) : null;
    if (job === null) throw serverErrors.NOT_FOUND({ path: `job ${String(id).slice(0, 100)}` });
    return job;
  };

  routes.post("/v2/jobs", body, async (request, response) => {
    const { workflow, extra_data } = readBody(newJob, request);
    const key = readAs(idempotencyKey, request.get("idempotency-key"));
    if (Array.isArray(workflow.nodes)) throw apiErrors.WORKFLOW_FORMAT_UI({});
    const prompt = await fillAssets(workflow, services);
    const answer = await submitPrompt({ prompt, ...(extra_data && { extra_data }) }, services, { key: key ?? null });
    if (answer.status !== 200) {
      const { error, node_errors } = readAs(refused, answer.body);
      throw apiErrors.INVALID_WORKFLOW({ problem: `${error.message} ${error.details}`.trim(), node_errors });
    }
    const job = await find(readAs(accepted, answer.body).prompt_id);
    const resource = await jobResource(job, services, originOf(request));
    response.status(201).location(`/api/v2/jobs/${job.id}`).json(resource);
  });

  routes.get("/v2/jobs/:id", async (request, response) => {
    response
      .set("Cache-Control", "no-store")
      .json(await jobResource(await find(request.params.id), services, originOf(request)));
  });
  routes.get("/v2/jobs/:id/workflow", async (request, response) => {
    const { workflow, prompt } = await find(request.params.id);
    response.json(workflow === null ? { workflow: prompt, format: "api" } : { workflow, format: "save" });
  });
  routes.get("/v2/jobs/:id/events", async (request, response) => {
    streamJob(await find(request.params.id), response, services, originOf(request));
  });
  routes.post("/v2/jobs/:id/cancel", body, async (request, response) => {
    const { id } = await find(request.params.id);
    await runner.cancel([id]);
    response.json(await jobResource(await find(id), services, originOf(request)));
  });
  return routes;
}
