import { Router } from "express";
import { z } from "zod";
import { isJobId, type JobId, type JobStatus } from "../../jobs/job.ts";
import type { QueuePlace } from "../../jobs/job-store.ts";
import { serverErrors } from "../errors.ts";
import { jsonBody } from "../json-body.ts";
import { readBody } from "../read-body.ts";
import type { Services } from "../services.ts";
import { jobObject, WIRE_STATUS, wholeJobObject } from "../wire/job-object.ts";

const STATUSES = [...new Set(Object.values(WIRE_STATUS))];

const whole = z.coerce.number().int();
export const jobQuery = z.object({
  status: z
    .string()
    .transform((text) => text.split(",").map((word) => word.trim()))
    .pipe(z.array(z.enum(STATUSES)))
    .optional(),
  workflow_id: z.string().optional(),
  sort_by: z.enum(["created_at", "execution_duration"]).default("created_at"),
  sort_order: z.enum(["asc", "desc"]).default("desc"),
  limit: whole.min(1).optional(),
  offset: whole.min(0).default(0),
});

/** Where a waiting job goes: a number, an end of the queue, or before another. */
type JobPlace = Exclude<QueuePlace, string> | { readonly to: "front" | "back" };

export const jobPlace: z.ZodType<JobPlace> = z.union([
  z.object({ order: z.number() }),
  z.object({
    before: z
      .string()
      .refine((id): boolean => isJobId(id), "expected the id of a job")
      .transform((id) => id as JobId),
  }),
  z.object({ to: z.enum(["front", "back"]) }),
]);

/** Jobs as resources: listing, looking at one, and everything that can be done to them. */
export function jobRoutes({ store, runner, limits }: Services): Router {
  const routes = Router();
  const body = jsonBody(limits);

  routes.get("/jobs", async (request, response) => {
    const read = jobQuery.safeParse(request.query);
    if (!read.success) {
      const [issue] = read.error.issues;
      response.status(400).json({ error: `${issue?.path.join(".")}: ${issue?.message}` });
      return;
    }
    const { status, workflow_id, sort_by, sort_order, limit, offset } = read.data;
    const { jobs, total } = await store.list({
      ...(status && { statuses: statusesOf(status) }),
      ...(workflow_id !== undefined && { workflow: workflow_id }),
      sortBy: sort_by === "created_at" ? "created" : "duration",
      ascending: sort_order === "asc",
      ...(limit !== undefined && { limit }),
      offset,
    });
    const pagination = { offset, limit: limit ?? null, total, has_more: offset + jobs.length < total };
    response.json({ jobs: jobs.map(jobObject), pagination });
  });

  routes.get("/jobs/:id", async (request, response) => {
    const { id } = request.params;
    const job = isJobId(id) ? await store.get(id) : null;
    if (job === null) response.status(404).json({ error: `There is no job ${id}.` });
    else response.json(wholeJobObject(job));
  });

  routes.post("/jobs/cancel", body, async (request, response) => {
    const given: unknown = request.body?.job_ids;
    if (!Array.isArray(given)) {
      response.status(400).json({ error: "job_ids must be a list of ids" });
      return;
    }
    const invalid = given.filter((id) => !isJobId(id));
    if (invalid.length > 0) response.status(400).json({ error: "job_ids must be UUIDs", invalid_ids: invalid });
    else response.json({ results: outcomes(given, await runner.cancel(given)) });
  });

  routes.post("/jobs/:id/cancel", body, async (request, response) => {
    const { id } = request.params;
    const [outcome] = isJobId(id) ? await runner.cancel([id]) : [];
    response.json({ cancelled: outcome === "cancelled" || outcome === "stopping" });
  });

  routes.post("/jobs/:id/retry", body, async (request, response) => {
    response.status(201).json(wholeJobObject(await runner.retry(idOf(request.params.id))));
  });
  routes.post("/jobs/:id/hold", body, async (request, response) => {
    response.json({ held: (await runner.hold([idOf(request.params.id)])).length > 0 });
  });
  routes.post("/jobs/:id/release", body, async (request, response) => {
    response.json({ released: (await runner.release([idOf(request.params.id)])).length > 0 });
  });
  routes.post("/jobs/:id/move", body, async (request, response) => {
    const wish = readBody(jobPlace, request);
    const to: QueuePlace = "to" in wish ? wish.to : wish;
    response.json(wholeJobObject(await runner.move(idOf(request.params.id), to)));
  });
  return routes;
}

function idOf(text: unknown): JobId {
  if (isJobId(text)) return text;
  throw serverErrors.BAD_REQUEST({ problem: "a job's id is a UUID in lower case" });
}

function statusesOf(words: readonly string[]): JobStatus[] {
  const all = Object.keys(WIRE_STATUS) as JobStatus[];
  return all.filter((status) => words.includes(WIRE_STATUS[status]));
}

function outcomes(ids: readonly string[], results: readonly string[]): Readonly<Record<string, boolean>> {
  return Object.fromEntries(ids.map((id, i) => [id, results[i] === "cancelled" || results[i] === "stopping"]));
}
