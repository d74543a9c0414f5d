import { z } from "zod";
import {
  blobHash,
  fileFolder,
  inputFiles,
  type Job,
  type JobStatus,
  jobError,
  jobId,
  jsonObject,
  type NamedFile,
  type NodeOutput,
} from "../job.ts";
import type { JobRow } from "../job-store.ts";
import type { Sql } from "./sql.ts";

/** A column that holds JSON. */
export function json<T>(schema: z.ZodType<T>) {
  return z.string().transform((text, context): T => {
    const read = schema.safeParse(JSON.parse(text));
    if (read.success) return read.data;
    context.addIssue({ code: "custom", message: read.error.message });
    return z.NEVER;
  });
}

const texts = json(z.array(z.string()));
const flag = z.number().transform((value) => value !== 0);
const status = z.enum(["waiting", "held", "running", "done", "failed", "cancelled"] satisfies JobStatus[]);

const summaryColumns = {
  number: z.number(),
  id: jobId,
  status,
  place: z.number(),
  client: z.string().nullable(),
  created_at: z.number(),
  started_at: z.number().nullable(),
  ended_at: z.number().nullable(),
  attempt: z.number(),
  stopping: flag,
  retry_of: jobId.nullable(),
  workflow_id: z.string().nullable(),
  error: json(jobError).nullable(),
};
const summaryRow = z.object(summaryColumns);
const jobRow = z.object({
  ...summaryColumns,
  cached: texts,
  executed: texts,
  prompt: json(jsonObject),
  targets: texts,
  workflow: json(jsonObject.nullable()),
  extra: json(jsonObject),
  files: json(inputFiles),
  may_retry: flag,
  previews: flag,
});

const SUMMARY = `jobs.number, jobs.id, jobs.status, jobs.place, jobs.client, jobs.created_at, jobs.started_at,
  jobs.ended_at, jobs.attempt, jobs.stopping, jobs.retry_of, jobs.workflow_id, jobs.error`;

/** Whole jobs; `rest` is what follows FROM: conditions, order, limits. */
export function selectJobs(sql: Sql, rest: string, ...values: readonly (string | number)[]): readonly Job[] {
  const rows = sql.all(
    jobRow,
    `SELECT ${SUMMARY}, jobs.cached, jobs.executed, prompt, targets, workflow, extra, files, may_retry, previews
     FROM jobs JOIN requests ON requests.job = jobs.number ${rest}`,
    ...values,
  );
  const outputs = selectOutputs(sql, rows);
  return rows.map((row) => ({
    ...summaryOf(row),
    prompt: row.prompt,
    targets: row.targets,
    workflow: row.workflow,
    extra: row.extra,
    mayRetry: row.may_retry,
    previews: row.previews,
    files: row.files,
    outputs: outputs.get(row.number) ?? [],
    cached: row.cached,
    executed: row.executed,
  }));
}

/** Jobs for a list; `rest` as in `selectJobs`. */
export function selectRows(sql: Sql, rest: string, ...values: readonly (string | number)[]): readonly JobRow[] {
  const rows = sql.all(summaryRow, `SELECT ${SUMMARY} FROM jobs ${rest}`, ...values);
  const outputs = selectOutputs(sql, rows);
  return rows.map((row) => ({
    ...summaryOf(row),
    outputs: outputs.get(row.number) ?? [],
    workflowId: row.workflow_id,
  }));
}

function summaryOf(row: z.infer<typeof summaryRow>) {
  return {
    id: row.id,
    status: row.status,
    order: row.place,
    client: row.client,
    createdAt: row.created_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    attempt: row.attempt,
    stopping: row.stopping,
    error: row.error,
    retryOf: row.retry_of,
  };
}

const outputRow = z.object({ job: z.number(), number: z.number(), node: z.string(), display: z.string(), texts });
const outputFileRow = z.object({
  job: z.number(),
  output: z.number(),
  folder: fileFolder,
  subfolder: z.string(),
  name: z.string(),
  blob: blobHash,
  bytes: z.number(),
  media_type: z.string(),
});

/** What jobs showed, in order, by the job's number. */
function selectOutputs(
  sql: Sql,
  jobs: readonly { readonly number: number }[],
): ReadonlyMap<number, readonly NodeOutput[]> {
  const numbers = JSON.stringify(jobs.map(({ number }) => number));
  const files = new Map<string, NamedFile[]>();
  const fileRows = sql.all(
    outputFileRow,
    `SELECT output_files.job, output, folder, subfolder, name, blob, bytes, media_type
     FROM output_files JOIN files ON files.number = output_files.file
     WHERE output_files.job IN (SELECT value FROM json_each(?)) ORDER BY output_files.job, output, output_files.number`,
    numbers,
  );
  for (const { job, output, media_type: mediaType, ...file } of fileRows)
    push(files, `${job}/${output}`, { ...file, mediaType });
  const outputs = new Map<number, NodeOutput[]>();
  const rows = sql.all(
    outputRow,
    `SELECT job, number, node, display, texts FROM outputs
     WHERE job IN (SELECT value FROM json_each(?)) ORDER BY job, number`,
    numbers,
  );
  for (const { job, number, node, display, texts: said } of rows)
    push(outputs, job, { node, display, texts: said, files: files.get(`${job}/${number}`) ?? [] });
  return outputs;
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [value]);
  else known.push(value);
}
