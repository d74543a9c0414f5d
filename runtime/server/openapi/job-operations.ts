import { z } from "zod";
import { historyChange, historyWindow } from "../routes/history.ts";
import { jobPlace, jobQuery } from "../routes/jobs.ts";
import { interruption, queueChange } from "../routes/queue.ts";
import { promptRequest } from "../submit-prompt.ts";
import type { Operation } from "./operation.ts";
import { job, object } from "./shapes.ts";

const QUEUE = "Queue";
const HISTORY = "History";
const JOBS = "Jobs";
const NODES = "Nodes";

const queued = z.object({ prompt_id: z.uuid(), number: z.number(), node_errors: object });
const remaining = z.object({ exec_info: z.object({ queue_remaining: z.int() }) });
const page = z.object({ offset: z.int(), limit: z.int().nullable(), total: z.int(), has_more: z.boolean() });
const item = z.array(z.unknown());

/** Jobs, their queue and their history, and the nodes they are made of. */
export const jobOperations: readonly Operation[] = [
  {
    method: "post",
    path: "/prompt",
    tag: QUEUE,
    summary: "Put a workflow into the queue, as the editor's file or in the API form.",
    body: promptRequest.extend({ prompt: object }),
    answer: queued,
    refusals: { 400: "The workflow has problems; node_errors names each.", 429: "The queue is full." },
  },
  { method: "get", path: "/prompt", tag: QUEUE, summary: "How many jobs wait and run.", answer: remaining },
  {
    method: "get",
    path: "/queue",
    tag: QUEUE,
    summary: "What runs and what waits.",
    answer: z.object({ queue_running: z.array(item), queue_pending: z.array(item) }),
  },
  {
    method: "post",
    path: "/queue",
    tag: QUEUE,
    summary: "Take jobs out of the queue.",
    body: queueChange,
    answer: null,
  },
  {
    method: "post",
    path: "/interrupt",
    tag: QUEUE,
    summary: "Stop the running job, or only the one that is named.",
    body: interruption,
    answer: null,
  },
  {
    method: "post",
    path: "/free",
    tag: QUEUE,
    summary: "Unload models when the running job has ended.",
    body: object,
    answer: null,
  },
  {
    method: "get",
    path: "/history",
    tag: HISTORY,
    summary: "Ended jobs by id, oldest first.",
    query: historyWindow,
    answer: object,
  },
  { method: "get", path: "/history/{id}", tag: HISTORY, summary: "One ended job, or an empty object.", answer: object },
  { method: "post", path: "/history", tag: HISTORY, summary: "Forget ended jobs.", body: historyChange, answer: null },
  {
    method: "get",
    path: "/jobs",
    tag: JOBS,
    summary: "Jobs of every status, page by page.",
    query: jobQuery,
    answer: z.object({ jobs: z.array(job), pagination: page }),
  },
  { method: "get", path: "/jobs/{id}", tag: JOBS, summary: "One job with its outputs and its workflow.", answer: job },
  {
    method: "post",
    path: "/jobs/cancel",
    tag: JOBS,
    summary: "Cancel several jobs.",
    body: z.object({ job_ids: z.array(z.uuid()) }),
    answer: z.object({ results: z.record(z.string(), z.boolean()) }),
  },
  {
    method: "post",
    path: "/jobs/{id}/cancel",
    tag: JOBS,
    summary: "Cancel one job; an ended one stays as it is.",
    answer: z.object({ cancelled: z.boolean() }),
  },
  { method: "post", path: "/jobs/{id}/retry", tag: JOBS, summary: "Do an ended job again.", answer: job, status: 201 },
  {
    method: "post",
    path: "/jobs/{id}/hold",
    tag: JOBS,
    summary: "Keep a waiting job from starting.",
    answer: z.object({ held: z.boolean() }),
  },
  {
    method: "post",
    path: "/jobs/{id}/release",
    tag: JOBS,
    summary: "Let a held job wait again.",
    answer: z.object({ released: z.boolean() }),
  },
  {
    method: "post",
    path: "/jobs/{id}/move",
    tag: JOBS,
    summary: "Give a waiting job another place.",
    body: jobPlace,
    answer: job,
  },
  { method: "get", path: "/object_info", tag: NODES, summary: "All nodes by type.", answer: object },
  { method: "get", path: "/object_info/{type}", tag: NODES, summary: "One node, or an empty object.", answer: object },
  {
    method: "get",
    path: "/node_replacements",
    tag: NODES,
    summary: "What stands in for nodes that are gone.",
    answer: object,
  },
];
