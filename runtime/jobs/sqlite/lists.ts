import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import type { Job, JobStatus } from "../job.ts";
import type { HistoryWindow, JobPage, JobQuery } from "../job-store.ts";
import { selectJobs, selectRows } from "./rows.ts";
import type { Sql } from "./sql.ts";

const NO_END = -1;

/** Waiting and held jobs, in their order. */
export function waiting(sql: Sql): readonly Job[] {
  return selectJobs(sql, "WHERE status IN ('waiting', 'held') ORDER BY place, id");
}

export function running(sql: Sql): readonly Job[] {
  return selectJobs(sql, "WHERE status = 'running' ORDER BY started_at, id");
}

/** Jobs that are read at once; a long history is read in parts, and others have their turn in between. */
const AT_ONCE = 200;

/** Ended jobs, oldest first. */
export async function history(sql: Sql, { limit, offset }: HistoryWindow): Promise<readonly Job[]> {
  const numbers = windowOf(sql, limit, offset);
  const jobs: Job[] = [];
  for (let at = 0; at < numbers.length; at += AT_ONCE) {
    if (at > 0) await setImmediate();
    const part = JSON.stringify(numbers.slice(at, at + AT_ONCE));
    jobs.push(
      ...selectJobs(sql, "WHERE jobs.number IN (SELECT value FROM json_each(?)) ORDER BY ended_at, number", part),
    );
  }
  return jobs;
}

function windowOf(sql: Sql, limit: number | undefined, offset: number | undefined): readonly number[] {
  const ended = "SELECT number FROM jobs WHERE ended_at IS NOT NULL ORDER BY ended_at";
  const row = z.object({ number: z.number() });
  const isNewest = offset === undefined && limit !== undefined;
  const rows = isNewest
    ? sql.all(row, `${ended} DESC, number DESC LIMIT ?`, limit).toReversed()
    : sql.all(row, `${ended}, number LIMIT ? OFFSET ?`, limit ?? NO_END, offset ?? 0);
  return rows.map(({ number }) => number);
}

export function list(sql: Sql, query: JobQuery): JobPage {
  const { statuses, workflow, sortBy = "created", ascending = false, limit = NO_END, offset = 0 } = query;
  const conditions: string[] = [];
  const values: string[] = [];
  if (statuses !== undefined) {
    conditions.push("status IN (SELECT value FROM json_each(?))");
    values.push(JSON.stringify(statuses));
  }
  if (workflow !== undefined) {
    conditions.push("workflow_id = ?");
    values.push(workflow);
  }
  const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
  const way = ascending ? "ASC" : "DESC";
  const order =
    sortBy === "created"
      ? `created_at ${way}, number ${way}`
      : `ended_at - started_at ${way} NULLS LAST, number ${way}`;
  const total = sql.get(z.object({ total: z.number() }), `SELECT count(*) AS total FROM jobs ${where}`, ...values);
  const jobs = selectRows(sql, `${where} ORDER BY ${order} LIMIT ? OFFSET ?`, ...values, limit, offset);
  return { jobs, total: total?.total ?? 0 };
}

export function counts(sql: Sql): Readonly<Record<JobStatus, number>> {
  const rows = sql.all(
    z.object({ status: z.string(), many: z.number() }),
    "SELECT status, count(*) AS many FROM jobs GROUP BY status",
  );
  const of = (status: JobStatus): number => rows.find((row) => row.status === status)?.many ?? 0;
  return {
    waiting: of("waiting"),
    held: of("held"),
    running: of("running"),
    done: of("done"),
    failed: of("failed"),
    cancelled: of("cancelled"),
  };
}
