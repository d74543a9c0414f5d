import { z } from "zod";
import { type BlobHash, blobHash, jobId } from "../job.ts";
import type { Pruned, Retention } from "../retention.ts";
import { remove } from "./queue.ts";
import type { Sql } from "./sql.ts";

/** Forgets jobs and files beyond what is to be kept. */
export function prune(sql: Sql, retention: Retention, now: number): Pruned {
  const { mostJobs, jobsMs, mostBytes, outputsMs, temporaryMs } = retention;
  return sql.whole(() => {
    const before = count(sql, "files");
    const jobs = oldJobs(sql, mostJobs, jobsMs === null ? null : now - jobsMs);
    remove(sql, jobs);
    sql.run("DELETE FROM files WHERE folder = 'temp' AND created_at < ?", now - temporaryMs);
    if (outputsMs !== null) sql.run("DELETE FROM files WHERE folder = 'output' AND created_at < ?", now - outputsMs);
    if (mostBytes !== null) dropBeyond(sql, mostBytes);
    return { jobs: jobs.length, files: before - count(sql, "files") };
  });
}

/** Ended jobs that are one too many or too old. */
function oldJobs(sql: Sql, most: number | null, endedBefore: number | null) {
  const rows = sql.all(
    z.object({ id: jobId }),
    `SELECT id FROM jobs WHERE ended_at < ? UNION
     SELECT id FROM (SELECT id FROM jobs WHERE ended_at IS NOT NULL
                     ORDER BY ended_at DESC, number DESC LIMIT -1 OFFSET ?)`,
    endedBefore ?? -1,
    most ?? Number.MAX_SAFE_INTEGER,
  );
  return rows.map(({ id }) => id);
}

/** Forgets the oldest results until the rest has at most so many bytes; a blob with several names counts once. */
function dropBeyond(sql: Sql, most: number): void {
  sql.run(
    `DELETE FROM files WHERE folder <> 'input' AND blob IN (
       SELECT blob FROM (
         SELECT blob, sum(bytes) OVER (ORDER BY newest DESC, blob) AS total
         FROM (SELECT blob, max(bytes) AS bytes, max(number) AS newest
               FROM files WHERE folder <> 'input' GROUP BY blob)
       ) WHERE total > ?)`,
    most,
  );
}

function count(sql: Sql, table: "files" | "jobs"): number {
  return sql.get(z.object({ many: z.number() }), `SELECT count(*) AS many FROM ${table}`)?.many ?? 0;
}

/** Every blob that a file names or a job asks for. */
export function blobsInUse(sql: Sql): readonly BlobHash[] {
  const rows = sql.all(
    z.object({ blob: blobHash }),
    `SELECT blob FROM files UNION
     SELECT value AS blob FROM requests, json_tree(requests.files) WHERE json_tree.type = 'text'`,
  );
  return rows.map(({ blob }) => blob);
}
