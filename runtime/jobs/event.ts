import { z } from "zod";
import type { EndStatus, FailureReason, JobError, JobId, NodeOutput } from "./job.ts";

const place = { node: z.string(), display: z.string() };

/** What nodes tell while a job runs. `display` is the node of the file that `node` belongs to. */
export const nodeEvent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("node-start"), ...place, nodeType: z.string(), title: z.string() }),
  z.object({ type: z.literal("node-progress"), ...place, done: z.number(), total: z.number(), label: z.string() }),
  /** A point of a curve. */
  z.object({ type: z.literal("node-metric"), ...place, name: z.string(), step: z.number(), value: z.number() }),
  /** A picture of the work so far, encoded as `mediaType` says. */
  z.object({
    type: z.literal("node-preview"),
    ...place,
    mediaType: z.enum(["image/jpeg", "image/png"]),
    width: z.int(),
    height: z.int(),
    image: z.custom<Uint8Array>((value) => value instanceof Uint8Array, "not bytes"),
  }),
  /** A line of a result, or with `continues` more of the line before. */
  z.object({ type: z.literal("node-text"), ...place, text: z.string(), continues: z.literal(true).optional() }),
  z.object({ type: z.literal("node-log"), ...place, level: z.enum(["info", "warn"]), text: z.string() }),
  /** Its result is there from an earlier job, or was known too late for `job-cached`. */
  z.object({ type: z.literal("node-cached"), ...place, nodeType: z.string(), title: z.string() }),
  /** It does not run; `reason` is empty when that is as intended. */
  z.object({ type: z.literal("node-blocked"), ...place, nodeType: z.string(), title: z.string(), reason: z.string() }),
  z.object({ type: z.literal("node-done"), ...place, ms: z.number() }),
  z.object({ type: z.literal("node-error"), ...place, code: z.string(), message: z.string(), help: z.string() }),
]);
export type NodeEvent = Readonly<z.infer<typeof nodeEvent>>;

/** Whose event it is, and when it happened (milliseconds since 1970). */
interface OfJob {
  readonly job: JobId;
  readonly client: string | null;
  readonly at: number;
}

/**
 * What happens to jobs, in the order in which it happens. For one job:
 * `job-submitted` · `job-start` · `job-cached` (always, before any node starts) · events of nodes, and for a node that
 * shows something a `node-output` after its other events · `job-end` when the end is on disk · `queue` · `job-left`.
 * After `job-retry` it begins again at `job-start`. A job that never ran goes from `job-submitted` to `job-end`.
 */
export type JobEvent =
  | (OfJob & { readonly type: "job-submitted" })
  | (OfJob & { readonly type: "job-start"; readonly attempt: number })
  /** The nodes whose results are there from earlier jobs. */
  | (OfJob & { readonly type: "job-cached"; readonly nodes: readonly string[] })
  | (OfJob & NodeEvent)
  | (OfJob & { readonly type: "node-output"; readonly output: NodeOutput })
  /** The process that ran the job was lost, and the job waits again. */
  | (OfJob & { readonly type: "job-retry"; readonly reason: FailureReason })
  | (OfJob & {
      readonly type: "job-end";
      readonly status: EndStatus;
      readonly error: JobError | null;
      readonly executed: readonly string[];
      /** The node that was at work when the job was cancelled. */
      readonly node: { readonly node: string; readonly display: string; readonly nodeType: string } | null;
    })
  /** The last word on a job: after the `queue` that follows its end. */
  | (OfJob & { readonly type: "job-left" })
  /** The queue has changed: how many jobs wait (held ones included) and run. */
  | { readonly type: "queue"; readonly waiting: number; readonly running: number; readonly at: number }
  /** The state of the process that runs jobs has changed. */
  | { readonly type: "engine"; readonly state: EngineStatus; readonly at: number };

/** `off`: not started yet, or closed. `waiting`: it was lost and starts again after a while. */
export type EngineStatus = "off" | "starting" | "ready" | "busy" | "waiting";
