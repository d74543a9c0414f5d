import { z } from "zod";
import { jobsErrors } from "../errors.ts";
import type { Job, JobId, JobStatus } from "../job.ts";
import type { CancelOutcome, QueuePlace } from "../job-store.ts";
import { dropTemporary } from "./outputs.ts";
import type { Sql } from "./sql.ts";
import { type Clock, findNumber, getJob, nextTurn, submit } from "./submit.ts";

/** Waiting or held → cancelled; running → running, to stop. */
export function cancel(sql: Sql, ids: readonly JobId[], at: number): readonly CancelOutcome[] {
  const one = (id: JobId): CancelOutcome => {
    const waited = sql.run(
      "UPDATE jobs SET status = 'cancelled', ended_at = ? WHERE id = ? AND status IN ('waiting', 'held')",
      at,
      id,
    );
    if (waited > 0) return "cancelled";
    if (sql.run("UPDATE jobs SET stopping = 1 WHERE id = ? AND status = 'running'", id) > 0) return "stopping";
    return findNumber(sql, id) === null ? "unknown" : "ended";
  };
  return sql.whole(() => ids.map(one));
}

/** `from` → `to`. */
export function change(sql: Sql, ids: readonly JobId[], from: JobStatus, to: JobStatus): readonly JobId[] {
  return sql.whole(() =>
    ids.filter((id) => sql.run("UPDATE jobs SET status = ? WHERE id = ? AND status = ?", to, id, from) > 0),
  );
}

/** Waiting or held → the same, elsewhere in the queue. @throws JOBS_UNKNOWN, JOBS_WRONG_STATUS */
export function move(sql: Sql, id: JobId, place: QueuePlace): Job {
  return sql.whole(() => {
    waitingJob(sql, id);
    sql.run("UPDATE jobs SET place = ? WHERE id = ?", numberOf(sql, id, place), id);
    return getJob(sql, id);
  });
}

function numberOf(sql: Sql, id: JobId, place: QueuePlace): number {
  if (place === "back") return nextTurn(sql);
  if (place === "front") return Math.min(-nextTurn(sql), (firstPlace(sql) ?? 0) - 1);
  if ("order" in place) return place.order;
  const target = waitingJob(sql, place.before);
  const between = middle(placeBefore(sql, target, id), target.order);
  if (between !== null) return between;
  spread(sql);
  const moved = getJob(sql, place.before);
  return middle(placeBefore(sql, moved, id), moved.order) ?? moved.order;
}

function waitingJob(sql: Sql, id: JobId): Job {
  const job = getJob(sql, id);
  if (job.status !== "waiting" && job.status !== "held")
    throw jobsErrors.WRONG_STATUS({ job: id, status: job.status, want: "waiting" });
  return job;
}

const WAITS = "status IN ('waiting', 'held')";

function firstPlace(sql: Sql): number | null {
  const row = sql.get(
    z.object({ place: z.number().nullable() }),
    `SELECT min(place) AS place FROM jobs WHERE ${WAITS}`,
  );
  return row?.place ?? null;
}

/** The place of the job before `target`, `except` left out; null at the front. */
function placeBefore(sql: Sql, target: Job, except: JobId): number | null {
  const row = sql.get(
    z.object({ place: z.number() }),
    `SELECT place FROM jobs WHERE ${WAITS} AND (place, id) < (?, ?) AND id <> ? ORDER BY place DESC, id DESC LIMIT 1`,
    target.order,
    target.id,
    except,
  );
  return row?.place ?? null;
}

/** A number between two; null when there is none. */
function middle(low: number | null, high: number): number | null {
  const between = low === null ? high - 1 : low + (high - low) / 2;
  return (low === null || between > low) && between < high ? between : null;
}

/** Gives all that wait whole numbers, so that there is room between them; what comes later stays later. */
function spread(sql: Sql): void {
  const rows = sql.all(z.object({ id: z.string() }), `SELECT id FROM jobs WHERE ${WAITS} ORDER BY place, id`);
  for (const [i, { id }] of rows.entries()) sql.run("UPDATE jobs SET place = ? WHERE id = ?", i - rows.length, id);
}

/** Ended → a new job that asks for the same. @throws JOBS_UNKNOWN, JOBS_WRONG_STATUS */
export function retry(sql: Sql, id: JobId, clock: Clock): Job {
  return sql.lasting(() => {
    const { status, prompt, targets, workflow, client, extra, mayRetry, previews, files } = getJob(sql, id);
    if (status === "waiting" || status === "held" || status === "running")
      throw jobsErrors.WRONG_STATUS({ job: id, status, want: "done, failed or cancelled" });
    return submit(sql, { prompt, targets, workflow, client, extra, mayRetry, previews, files }, clock, id);
  });
}

/** Ended → gone. */
export function remove(sql: Sql, ids: readonly JobId[]): readonly JobId[] {
  const one = (id: JobId): boolean => {
    const row = sql.get(
      z.object({ number: z.number() }),
      "SELECT number FROM jobs WHERE id = ? AND status IN ('done', 'failed', 'cancelled')",
      id,
    );
    if (row === null) return false;
    dropTemporary(sql, row.number);
    return sql.run("DELETE FROM jobs WHERE number = ?", row.number) > 0;
  };
  return sql.whole(() => ids.filter(one));
}
