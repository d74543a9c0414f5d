import { z } from "zod";
import { assetForm, assetFromHash } from "../routes/v2-assets.ts";
import { newJob } from "../routes/v2-jobs.ts";
import type { Operation } from "./operation.ts";
import { assetV2, jobV2, object } from "./shapes.ts";

const JOBS = "Version 2: jobs";
const ASSETS = "Version 2: assets";

const keyed = z.object({ "idempotency-key": z.string().min(1).max(255).optional() });

/** Version 2: asked for once, looked at until done; files by what they hold. */
export const v2Operations: readonly Operation[] = [
  {
    method: "post",
    path: "/v2/jobs",
    tag: JOBS,
    summary: "Ask for a job. The same Idempotency-Key makes no second one for a day.",
    headers: keyed,
    body: newJob,
    answer: jobV2,
    status: 201,
    refusals: {
      422: "invalid_workflow, workflow_format_ui, missing_asset or idempotency_key_reuse.",
      429: "queue_full: come again after the time in Retry-After.",
    },
  },
  { method: "get", path: "/v2/jobs/{id}", tag: JOBS, summary: "One job: the truth about it.", answer: jobV2 },
  {
    method: "get",
    path: "/v2/jobs/{id}/workflow",
    tag: JOBS,
    summary: "Its workflow, as it was saved or as it runs.",
    answer: z.object({ workflow: object, format: z.enum(["save", "api"]) }),
  },
  {
    method: "get",
    path: "/v2/jobs/{id}/events",
    tag: JOBS,
    summary: "status, progress, preview and output as they come, until the job has ended.",
    answer: "text/event-stream",
  },
  {
    method: "post",
    path: "/v2/jobs/{id}/cancel",
    tag: JOBS,
    summary: "Cancel it; an ended one stays as it is.",
    answer: jobV2,
  },
  {
    method: "post",
    path: "/v2/assets",
    tag: ASSETS,
    summary: "Upload a file; 200 instead of 201 when its bytes were here.",
    form: { file: "file", fields: assetForm },
    answer: assetV2,
    status: 201,
    refusals: { 409: "hash_mismatch." },
  },
  {
    method: "post",
    path: "/v2/assets/from-hash",
    tag: ASSETS,
    summary: "Give a name to bytes that are here.",
    body: assetFromHash,
    answer: assetV2,
    status: 201,
    refusals: { 404: "blob_not_found." },
  },
  {
    method: "get",
    path: "/v2/assets/by-hash/{hash}",
    tag: ASSETS,
    summary: "Some asset with these bytes; ask with HEAD.",
    answer: assetV2,
  },
  { method: "get", path: "/v2/assets/{id}", tag: ASSETS, summary: "One asset.", answer: assetV2 },
  { method: "delete", path: "/v2/assets/{id}", tag: ASSETS, summary: "Take its name away.", answer: null, status: 204 },
  {
    method: "get",
    path: "/v2/assets/{id}/content",
    tag: ASSETS,
    summary: "Its bytes, whole or a part.",
    answer: "application/octet-stream",
  },
];
