import { z } from "zod";
import { type Job, type JobEnd, type JobId, jobId } from "../job.ts";
import { dropOutputs } from "./outputs.ts";
import { selectJobs } from "./rows.ts";
import type { Sql } from "./sql.ts";
import { findNumber } from "./submit.ts";

/** Waiting → running: the first in the queue. */
export function claim(sql: Sql, at: number): Job | null {
  return sql.whole(() => {
    const row = sql.get(
      z.object({ id: jobId }),
      `UPDATE jobs SET status = 'running', started_at = ?, attempt = attempt + 1, stopping = 0
       WHERE number = (SELECT number FROM jobs WHERE status = 'waiting' ORDER BY place, id LIMIT 1) RETURNING id`,
      at,
    );
    return row === null ? null : (selectJobs(sql, "WHERE jobs.id = ?", row.id)[0] ?? null);
  });
}

/** Running → its end; refuses any attempt but the one that runs. */
export function finish(sql: Sql, id: JobId, attempt: number, end: JobEnd, at: number): boolean {
  const changed = sql.run(
    `UPDATE jobs SET status = ?, ended_at = ?, error = ?, cached = ?, executed = ?, stopping = 0
     WHERE id = ? AND attempt = ? AND status = 'running'`,
    end.status,
    at,
    end.error === null ? null : JSON.stringify(end.error),
    JSON.stringify(end.cached),
    JSON.stringify(end.executed),
    id,
    attempt,
  );
  return changed > 0;
}

/** Running → waiting; what it showed is forgotten, as it will show it again. Refuses as `finish`. */
export function requeue(sql: Sql, id: JobId, attempt: number): boolean {
  return sql.whole(() => {
    const changed = sql.run(
      `UPDATE jobs SET status = 'waiting', started_at = NULL, stopping = 0
       WHERE id = ? AND attempt = ? AND status = 'running'`,
      id,
      attempt,
    );
    const number = changed > 0 ? findNumber(sql, id) : null;
    if (number !== null) dropOutputs(sql, number);
    return number !== null;
  });
}
