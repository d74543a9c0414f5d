import { z } from "zod";
import { defaultRetention } from "../jobs/retention.ts";
import { roles } from "./guard/access.ts";
import { defaultLimits } from "./services.ts";

const positive = z.number().positive();
const bytes = z.int().positive();
const days = positive.nullable();

/** nextscale.config.json: how a server is set up. A flag counts before a variable, a variable before the file. */
export const configSchema = z
  .strictObject({
    $schema: z.string().optional(),
    host: z.string().default("127.0.0.1").describe("Address to listen at."),
    port: z.int().min(0).max(65_535).default(8188).describe("0 takes any free one."),
    device: z.string().default("auto").describe("Where to compute: auto, cpu, webgpu, …"),
    data: z
      .string()
      .nullable()
      .default(null)
      .describe("Folder of queue, history and results; null: in the home folder."),
    log: z.enum(["silent", "error", "warn", "info", "debug"]).default("warn"),
    tokens: z
      .array(z.strictObject({ role: z.enum(roles), secret: z.string().min(16) }))
      .default([])
      .describe("What clients must show, and what it lets them do; needed when others can reach the server."),
    hosts: z.array(z.string()).default([]).describe("Names that the server answers to beside those of this machine."),
    origins: z.array(z.string()).default([]).describe("Other origins whose pages may talk to it."),
    multiUser: z
      .boolean()
      .default(false)
      .describe("Whether the header comfy-user tells people apart; it keeps nobody out."),
    requestsPerMinute: z.int().min(0).default(0).describe("Of one address; 0 for no limit."),
    limits: z
      .strictObject({
        json: bytes.default(defaultLimits.json).describe("Bytes of one JSON body."),
        upload: bytes.default(defaultLimits.upload).describe("Bytes of one upload."),
        jsonDepth: z.int().positive().default(defaultLimits.jsonDepth),
        waiting: z.int().positive().default(defaultLimits.waiting).describe("Jobs that may wait."),
        pixels: z.int().positive().default(defaultLimits.pixels).describe("Of one picture, all frames together."),
        frames: z.int().positive().default(defaultLimits.frames).describe("Of one picture."),
      })
      .prefault({}),
    retention: z
      .strictObject({
        jobs: z
          .int()
          .positive()
          .nullable()
          .default(defaultRetention.mostJobs)
          .describe("Jobs in the history; null: all."),
        jobDays: days.default(null).describe("How long a job stays in the history; null: for ever."),
        outputBytes: bytes.nullable().default(null).describe("Bytes of all results; null: no limit."),
        outputDays: days.default(null).describe("How long results are kept; null: for ever."),
      })
      .prefault({}),
    engine: z
      .strictObject({
        cacheBytes: z
          .int()
          .min(0)
          .default(2 ** 30)
          .describe("Results kept between jobs."),
        memoryBytes: bytes.nullable().default(null).describe("Most memory of the engine process; null: nine tenths."),
        hangSeconds: positive.default(300).describe("Silence after which it is ended."),
      })
      .prefault({}),
  })
  .describe("How a NextScale server is set up.");

export type Config = z.output<typeof configSchema>;

/** The JSON Schema of nextscale.config.json, for editors. */
export function configJsonSchema(): unknown {
  return z.toJSONSchema(configSchema, { io: "input" });
}
