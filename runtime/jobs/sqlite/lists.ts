import { z } from "zod";
import type { Job, JobStatus } from "../job.ts";
import type { HistoryWindow, JobPage, JobQuery } from "../job-store.ts";
import { selectJobs, selectRows } from "./rows.ts";
import type { Sql } from "./sql.ts";

const NO_END = -1;

/** Ended jobs, oldest first. */
export function history(sql: Sql, { limit, offset }: HistoryWindow): readonly Job[] {
  const ended = "WHERE ended_at IS NOT NULL ORDER BY ended_at";
  if (offset === undefined && limit !== undefined)
    return selectJobs(sql, `${ended} DESC, number DESC LIMIT ?`, limit).toReversed();
  return selectJobs(sql, `${ended}, number LIMIT ? OFFSET ?`, limit ?? NO_END, offset ?? 0);
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
