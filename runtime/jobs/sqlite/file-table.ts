import { z } from "zod";
import { jobsErrors } from "../errors.ts";
import type { FilePlace, FileRow, FileTable } from "../file-table.ts";
import { blobHash, fileFolder, jobId, type NamedFile } from "../job.ts";
import type { Sql } from "./sql.ts";

const fileRow = z
  .object({
    folder: fileFolder,
    subfolder: z.string(),
    name: z.string(),
    blob: blobHash,
    bytes: z.number(),
    media_type: z.string(),
    job: jobId.nullable(),
    created_at: z.number(),
  })
  .transform(({ media_type: mediaType, created_at: createdAt, ...row }): FileRow => ({ ...row, mediaType, createdAt }));

const SELECT = `SELECT folder, subfolder, name, blob, bytes, media_type, jobs.id AS job, files.created_at
  FROM files LEFT JOIN jobs ON jobs.number = files.job`;

/** A file table in a database that `openDatabase` opened. */
export function createFileTable(sql: Sql, { now = Date.now }: { readonly now?: () => number } = {}): FileTable {
  const get = ({ folder, subfolder, name }: FilePlace): FileRow | null =>
    sql.get(fileRow, `${SELECT} WHERE folder = ? AND subfolder = ? AND name = ?`, folder, subfolder, name);
  const remove = ({ folder, subfolder, name }: FilePlace): boolean =>
    sql.run("DELETE FROM files WHERE folder = ? AND subfolder = ? AND name = ?", folder, subfolder, name) > 0;
  const insert = ({ folder, subfolder, name, blob, bytes, mediaType }: NamedFile): FileRow => {
    const createdAt = now();
    sql.run(
      `INSERT INTO files (folder, subfolder, name, blob, bytes, media_type, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      folder,
      subfolder,
      name,
      blob,
      bytes,
      mediaType,
      createdAt,
    );
    return { folder, subfolder, name, blob, bytes, mediaType, job: null, createdAt };
  };

  const add = (file: NamedFile, taken: "number" | "replace" | "refuse"): FileRow => {
    for (let number = 0; ; number++) {
      const named = number === 0 ? file : { ...file, name: numbered(file.name, number) };
      const there = get(named);
      if (there === null) return insert(named);
      if (there.blob === named.blob) return there;
      if (taken === "refuse") throw jobsErrors.NAME_TAKEN({ name: named.name });
      if (taken === "number") continue;
      remove(named);
      return insert(named);
    }
  };

  return {
    add: async (file, taken) => sql.whole(() => add(file, taken)),
    get: async (place) => get(place),
    list: async ({ folder, subfolder, limit = -1, offset = 0 }) =>
      sql.all(
        fileRow,
        `${SELECT} WHERE folder = ? ${subfolder === undefined ? "" : "AND subfolder = ?"}
         ORDER BY files.created_at DESC, files.number DESC LIMIT ? OFFSET ?`,
        folder,
        ...(subfolder === undefined ? [] : [subfolder]),
        limit,
        offset,
      ),
    named: async (blob) => sql.get(fileRow, `${SELECT} WHERE blob = ? ORDER BY files.number LIMIT 1`, blob),
    remove: async (place) => remove(place),
  };
}

/** `star.png` → `star (1).png` */
function numbered(name: string, number: number): string {
  const dot = name.lastIndexOf(".");
  const at = dot > 0 ? dot : name.length;
  return `${name.slice(0, at)} (${number})${name.slice(at)}`;
}
