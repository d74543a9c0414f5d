import { z } from "zod";

/** Forms of answers that several routes share. */
export const anything = z.unknown();
export const object = z.record(z.string(), z.unknown());
export const names = z.array(z.string());

export const file = z.object({ name: z.string(), subfolder: z.string(), type: z.enum(["input", "output", "temp"]) });

export const job = z.looseObject({
  id: z.uuid(),
  status: z.enum(["pending", "in_progress", "completed", "failed", "cancelled"]),
  held: z.boolean().optional(),
  priority: z.number(),
  create_time: z.number(),
  execution_start_time: z.number().optional(),
  execution_end_time: z.number().optional(),
  outputs_count: z.number(),
  workflow_id: z.string().optional(),
});

export const jobV2 = z.object({
  id: z.uuid(),
  status: z.enum(["queued", "running", "canceling", "succeeded", "failed", "canceled"]),
  created_at: z.iso.datetime(),
  started_at: z.iso.datetime().nullable(),
  completed_at: z.iso.datetime().nullable(),
  expires_at: z.iso.datetime(),
  queue_position: z.int().nullable(),
  progress: z.object({
    value: z.number().min(0).max(1),
    nodes_done: z.int(),
    nodes_total: z.int(),
    current_node: z.string().nullable(),
    current_node_class: z.string().nullable(),
    step: z.number().nullable(),
    steps: z.number().nullable(),
    message: z.string().nullable(),
  }),
  outputs: z.array(
    z.looseObject({
      id: z.string(),
      node_id: z.string(),
      name: z.string(),
      type: z.enum(["image", "video", "audio", "text", "file"]),
      content_type: z.string(),
      size_bytes: z.int(),
      hash: z.string(),
      url: z.url(),
      job_id: z.uuid(),
    }),
  ),
  error: z
    .object({
      code: z.string(),
      message: z.string(),
      node_id: z.string().nullable(),
      class_type: z.string().nullable(),
      traceback: z.string().nullable(),
    })
    .nullable(),
  urls: z.object({ self: z.string(), events: z.string(), cancel: z.string() }),
});

export const assetV2 = z.looseObject({
  id: z.string(),
  name: z.string(),
  file_path: z.string(),
  content_type: z.string(),
  size_bytes: z.int(),
  hash: z.string(),
  url: z.url(),
  created_new: z.boolean().optional(),
  created_at: z.iso.datetime(),
});

export const refusalV1 = z.object({
  error: z.object({ type: z.string(), message: z.string(), details: z.string(), extra_info: object }),
  node_errors: object,
});

export const refusalV2 = z.object({ error: z.object({ code: z.string(), message: z.string(), details: object }) });
