import { z } from "zod";

declare const jobIdBrand: unique symbol;
declare const blobHashBrand: unique symbol;

/** The id of a job: a UUID in its canonical, lower-case form. */
export type JobId = string & { readonly [jobIdBrand]: true };

/** The SHA-256 of a blob's bytes, in 64 lower-case hexadecimal digits. */
export type BlobHash = string & { readonly [blobHashBrand]: true };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const SHA_256 = /^[0-9a-f]{64}$/;

export const isJobId = (value: unknown): value is JobId => typeof value === "string" && UUID.test(value);
export const isBlobHash = (value: unknown): value is BlobHash => typeof value === "string" && SHA_256.test(value);

export const jobId = z.custom<JobId>(isJobId, "not a job id");
export const blobHash = z.custom<BlobHash>(isBlobHash, "not a SHA-256 in hexadecimal digits");

/** A JSON object as it was sent. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const jsonObject = z.custom<JsonObject>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  "not an object",
);

/**
 * Where a job stands. `held` waits until it is released. The last three are ends: a job that has one is history and
 * never changes again.
 */
export type JobStatus = "waiting" | "held" | "running" | EndStatus;
export type EndStatus = "done" | "failed" | "cancelled";

/** Where a named file belongs: given by a person, made to be kept, or made to be looked at. */
export const fileFolder = z.enum(["input", "output", "temp"]);
export type FileFolder = z.infer<typeof fileFolder>;

/** A name for a blob. `subfolder` is empty or a path with `/` between its parts; `mediaType` is such as `image/png`. */
export const namedFile = z
  .object({
    folder: fileFolder,
    subfolder: z.string(),
    name: z.string(),
    blob: blobHash,
    bytes: z.int().min(0),
    mediaType: z.string(),
  })
  .readonly();
export type NamedFile = z.infer<typeof namedFile>;

/** What a node showed as its result. `display` is the node of the file that `node` belongs to. */
export const nodeOutput = z
  .object({
    node: z.string(),
    display: z.string(),
    files: z.array(namedFile).readonly(),
    texts: z.array(z.string()).readonly(),
  })
  .readonly();
export type NodeOutput = z.infer<typeof nodeOutput>;

/**
 * Who is at fault when a job fails: a node, the workflow as a whole, or the process that ran it: it ran out of `memory`,
 * ended (`crash`), or stopped answering (`hang`); `server`: the server itself died while the job ran.
 */
export const failureReason = z.enum(["node", "workflow", "memory", "crash", "hang", "server"]);
export type FailureReason = z.infer<typeof failureReason>;

/** Why a job failed. `node` and its company are null where no node is known. */
export const jobError = z
  .object({
    reason: failureReason,
    code: z.string(),
    message: z.string(),
    help: z.string(),
    node: z.string().nullable(),
    display: z.string().nullable(),
    nodeType: z.string().nullable(),
  })
  .readonly();
export type JobError = z.infer<typeof jobError>;

/** How a job ended. */
export const jobEnd = z
  .object({
    status: z.enum(["done", "failed", "cancelled"] satisfies EndStatus[]),
    /** null unless it failed. */
    error: jobError.nullable(),
    /** Nodes whose results were there from earlier jobs. */
    cached: z.array(z.string()).readonly(),
    /** Nodes that ran to their end. */
    executed: z.array(z.string()).readonly(),
  })
  .readonly();
export type JobEnd = z.infer<typeof jobEnd>;

/** Blobs by node and input. */
export const inputFiles = z.record(z.string(), z.record(z.string(), blobHash));
export type InputFiles = Readonly<Record<string, Readonly<Record<string, BlobHash>>>>;

/** What is asked for. */
export interface Submission {
  /** Default: a new one. */
  readonly id?: JobId;
  /** The executable graph in the API form. */
  readonly prompt: JsonObject;
  /** The nodes to run for. */
  readonly targets: readonly string[];
  /** The editor's file, for results to carry. Default null. */
  readonly workflow?: JsonObject | null;
  /** Who asks; events carry it. Default null: nobody in particular. */
  readonly client?: string | null;
  /** Whatever else belongs to the request and may be kept: never a secret. Default `{}`. */
  readonly extra?: JsonObject;
  /** Jobs run from the smallest number on, equal ones by id. Default: that of its turn, which rises by one. */
  readonly order?: number;
  /** Before all others: its turn counts as a negative number. Default false. */
  readonly front?: boolean;
  /** Waits until it is released. Default false. */
  readonly held?: boolean;
  /** A second submission with the same key is refused while the key is remembered. Default none. */
  readonly key?: string | null;
  /** May start again, once, after the process that ran it was lost. Default false. */
  readonly mayRetry?: boolean;
  /** Whether pictures of the work so far are wanted. Default true. */
  readonly previews?: boolean;
  /** Blobs that inputs name: the node is given a path where their bytes can be read. Default none. */
  readonly files?: InputFiles;
}

/** A job without its graph and results. Times are milliseconds since 1970. */
export interface JobSummary {
  readonly id: JobId;
  readonly status: JobStatus;
  readonly order: number;
  readonly client: string | null;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** How often it was started. */
  readonly attempt: number;
  /** It runs, and is to stop. */
  readonly stopping: boolean;
  readonly error: JobError | null;
  /** The job that this one does again. */
  readonly retryOf: JobId | null;
}

export interface Job extends JobSummary {
  readonly prompt: JsonObject;
  readonly targets: readonly string[];
  readonly workflow: JsonObject | null;
  readonly extra: JsonObject;
  readonly mayRetry: boolean;
  readonly previews: boolean;
  readonly files: InputFiles;
  /** What its nodes showed, in the order in which they did. */
  readonly outputs: readonly NodeOutput[];
  /** Nodes whose results were there from earlier jobs; known when the job has ended. */
  readonly cached: readonly string[];
  /** Nodes that ran to their end; known when the job has ended. */
  readonly executed: readonly string[];
}
