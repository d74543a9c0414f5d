import { z } from "zod";
import { jobsErrors } from "../errors.ts";
import { type Job, type JobId, jobId, type Submission } from "../job.ts";
import { selectJobs } from "./rows.ts";
import type { Sql } from "./sql.ts";

export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => JobId;
}

const KEY_LASTS_MS = 24 * 3_600_000;

/** New → waiting, or held. @throws JOBS_ID_TAKEN, JOBS_KEY_USED */
export function submit(sql: Sql, submission: Submission, clock: Clock, retryOf: JobId | null = null): Job {
  const id = submission.id ?? clock.newId();
  const at = clock.now();
  return sql.lasting(() => {
    if (findNumber(sql, id) !== null) throw jobsErrors.ID_TAKEN({ job: id });
    if (submission.key !== undefined && submission.key !== null) takeKey(sql, submission.key, id, at);
    const turn = nextTurn(sql);
    sql.run(
      `INSERT INTO jobs (id, status, place, client, created_at, retry_of, workflow_id) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      id,
      submission.held === true ? "held" : "waiting",
      submission.order ?? (submission.front === true ? -turn : turn),
      submission.client ?? null,
      at,
      retryOf,
      typeof submission.workflow?.id === "string" ? submission.workflow.id : null,
    );
    sql.run(
      `INSERT INTO requests SELECT number, ?, ?, ?, ?, ?, ?, ? FROM jobs WHERE id = ?`,
      JSON.stringify(submission.prompt),
      JSON.stringify(submission.targets),
      JSON.stringify(submission.workflow ?? null),
      JSON.stringify(submission.extra ?? {}),
      JSON.stringify(submission.files ?? {}),
      submission.mayRetry === true ? 1 : 0,
      submission.previews === false ? 0 : 1,
      id,
    );
    return getJob(sql, id);
  });
}

function takeKey(sql: Sql, key: string, id: JobId, at: number): void {
  sql.run("DELETE FROM keys WHERE until <= ?", at);
  const used = sql.get(z.object({ job: jobId }), "SELECT job FROM keys WHERE key = ?", key);
  if (used !== null) throw jobsErrors.KEY_USED({ key, job: used.job });
  sql.run("INSERT INTO keys VALUES (?, ?, ?)", key, id, at + KEY_LASTS_MS);
}

/** The next number of a turn; none is given twice. */
export function nextTurn(sql: Sql): number {
  const row = sql.get(z.object({ last: z.number() }), "UPDATE turns SET last = last + 1 RETURNING last");
  return row?.last ?? 0;
}

export function findNumber(sql: Sql, id: JobId): number | null {
  return sql.get(z.object({ number: z.number() }), "SELECT number FROM jobs WHERE id = ?", id)?.number ?? null;
}

/** @throws JOBS_UNKNOWN */
export function getJob(sql: Sql, id: JobId): Job {
  const [job] = selectJobs(sql, "WHERE jobs.id = ?", id);
  if (job === undefined) throw jobsErrors.UNKNOWN({ job: id });
  return job;
}
