import { z } from "zod";
import { nodeEvent } from "../jobs/event.ts";
import { inputFiles, jobEnd, jobId, jsonObject, nodeOutput } from "../jobs/job.ts";

/** What the engine process works with, told once. Folders are made when they are not there. */
export const setup = z.object({
  type: z.literal("setup"),
  /** Where blobs are kept. */
  blobs: z.string(),
  /** Nodes write their files into a folder in here, which is emptied after each job. */
  work: z.string(),
  device: z.string(),
  /** Most bytes of results kept between jobs. */
  cacheBytes: z.number(),
  /** Milliseconds between signs of life. */
  beatMs: z.number(),
});
export type Setup = Readonly<z.infer<typeof setup>>;

/** A job to run; see `Submission`. */
export const runRequest = z.object({
  type: z.literal("run"),
  job: jobId,
  prompt: jsonObject,
  targets: z.array(z.string()).readonly(),
  workflow: jsonObject.nullable(),
  files: inputFiles,
  previews: z.boolean(),
});
export type RunRequest = Readonly<z.infer<typeof runRequest>>;

/** What is said to the engine process. */
export const toEngine = z.discriminatedUnion("type", [
  setup,
  runRequest,
  /** Stops that job, if it is the one that runs. */
  z.object({ type: z.literal("stop"), job: jobId }),
  /** Drops kept results and unloads models; answered by `freed`. Not while a job runs. */
  z.object({ type: z.literal("free") }),
  /** Ends the process. */
  z.object({ type: z.literal("leave") }),
]);
export type ToEngine = Readonly<z.infer<typeof toEngine>>;

export const deviceInfo = z.object({
  name: z.string(),
  /** "cpu", "webgpu", … */
  type: z.string(),
  /** Memory is null where it is not known. */
  totalBytes: z.number().nullable(),
  freeBytes: z.number().nullable(),
});
/** A device that the engine process may compute on. */
export type DeviceInfo = Readonly<z.infer<typeof deviceInfo>>;

const cacheUse = z.object({ entries: z.number(), bytes: z.number() });

/** What the engine process says. Of one job: `cached`, then events and outputs, then `end`. */
export const fromEngine = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready"), devices: z.array(deviceInfo) }),
  /** A sign of life: its memory in bytes, and what it keeps between jobs. */
  z.object({ type: z.literal("beat"), rss: z.number(), cache: cacheUse }),
  z.object({ type: z.literal("cached"), job: jobId, nodes: z.array(z.string()) }),
  z.object({ type: z.literal("event"), job: jobId, event: nodeEvent }),
  /** Its files have the names asked for, and their blobs are on disk. */
  z.object({ type: z.literal("output"), job: jobId, output: nodeOutput }),
  z.object({ type: z.literal("end"), job: jobId, end: jobEnd }),
  z.object({ type: z.literal("freed") }),
]);
export type FromEngine = Readonly<z.infer<typeof fromEngine>>;
