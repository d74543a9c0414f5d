import { z } from "zod";
import type { JobId, NamedFile, NodeOutput } from "../job.ts";
import { freeName, nameParts } from "./names.ts";
import type { Sql } from "./sql.ts";

/** Running → running: keeps what a node showed; refuses any attempt but the one that runs. */
export function addOutput(sql: Sql, id: JobId, attempt: number, output: NodeOutput, at: number): NodeOutput | null {
  return sql.whole(() => {
    const job = sql.get(
      z.object({ number: z.number(), next: z.number() }),
      `SELECT number, (SELECT count(*) FROM outputs WHERE outputs.job = jobs.number) AS next
       FROM jobs WHERE id = ? AND attempt = ? AND status = 'running'`,
      id,
      attempt,
    );
    if (job === null) return null;
    const { node, display, texts } = output;
    sql.run("INSERT INTO outputs VALUES (?, ?, ?, ?, ?)", job.number, job.next, node, display, JSON.stringify(texts));
    const files = output.files.map((file, i) => {
      const [number, named] = keep(sql, file, job.number, at);
      sql.run("INSERT INTO output_files VALUES (?, ?, ?, ?)", job.number, job.next, i, number);
      return named;
    });
    return { node, display, texts, files };
  });
}

/** Gives a file its name: the one it has, when a file of that kind of name holds the same bytes; else the next free. */
function keep(sql: Sql, file: NamedFile, job: number, at: number): readonly [number, NamedFile] {
  const { folder, subfolder, blob, bytes, mediaType } = file;
  const { stem, ending } = nameParts(file.name);
  const same = sql
    .all(
      z.object({ number: z.number(), name: z.string() }),
      "SELECT number, name FROM files WHERE blob = ? AND folder = ? AND subfolder = ? ORDER BY number",
      blob,
      folder,
      subfolder,
    )
    .find(({ name }) => nameParts(name).stem === stem && nameParts(name).ending === ending);
  const known = { folder, subfolder, blob, bytes, mediaType };
  if (same !== undefined) return [same.number, { ...known, name: same.name }];
  const name = freeName(sql, file);
  const row = sql.get(
    z.object({ number: z.number() }),
    `INSERT INTO files (folder, subfolder, name, blob, bytes, media_type, job, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING number`,
    folder,
    subfolder,
    name,
    blob,
    bytes,
    mediaType,
    job,
    at,
  );
  return [row?.number ?? 0, { ...known, name }];
}

/** Forgets what a job showed, with the files that it made and that no other job shows. */
export function dropOutputs(sql: Sql, job: number): void {
  sql.run("DELETE FROM outputs WHERE job = ?", job);
  sql.run("DELETE FROM files WHERE job = ? AND number NOT IN (SELECT file FROM output_files)", job);
}

/** Forgets a job's temporary files that no other job shows. */
export function dropTemporary(sql: Sql, job: number): void {
  sql.run(
    `DELETE FROM files WHERE folder = 'temp' AND number IN (SELECT file FROM output_files WHERE job = ?)
     AND number NOT IN (SELECT file FROM output_files WHERE job <> ?)`,
    job,
    job,
  );
}
