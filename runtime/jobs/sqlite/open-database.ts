import { z } from "zod";
import { storeErrors } from "../errors.ts";
import { LAYOUT } from "./layout.ts";
import { openSql, type Sql } from "./sql.ts";

export interface OpenOptions {
  /** The steps of the layout. Default: those of this version. */
  readonly layout?: readonly string[];
  /** Most bytes of the file. Default: no limit but the disk's. */
  readonly mostBytes?: number;
}

const PAGE_BYTES = 4096;

/**
 * Opens a job database for this process alone, makes it when it is not there, and brings an older one to the newest
 * layout. What is written survives the end of the process at any moment; a power cut may take back the last moments, but
 * for what was written as `lasting`. `:memory:` keeps nothing.
 * @throws STORE_NO_FOLDER, STORE_READ_ONLY, STORE_DISK_FULL, STORE_DAMAGED, STORE_NOT_OURS, STORE_NEWER, STORE_IN_USE;
 * then the file is as it was.
 */
export function openDatabase(path: string, { layout = LAYOUT, mostBytes }: OpenOptions = {}): Sql {
  const sql = openSql(path);
  let close = sql.close;
  try {
    checkLayout(sql, path, layout);
    enter(sql, path);
    close = () => leave(sql);
    takeSteps(sql, path, layout);
    if (mostBytes !== undefined) sql.all(ANY, `PRAGMA max_page_count = ${Math.floor(mostBytes / PAGE_BYTES)}`);
    return { ...sql, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** From here on nobody else may open the file. */
function enter(sql: Sql, path: string): void {
  const [mode] = sql.all(z.object({ journal_mode: z.string() }), "PRAGMA journal_mode = WAL");
  if (mode?.journal_mode !== "wal" && mode?.journal_mode !== "memory") throw storeErrors.READ_ONLY({ path });
  tablesIn(sql); // exclusive after the first read of the log: only then can it be given up again
  sql.all(ANY, "PRAGMA locking_mode = EXCLUSIVE");
  sql.all(ANY, "PRAGMA synchronous = NORMAL");
  sql.all(ANY, "PRAGMA foreign_keys = ON");
}

/** The driver keeps the file open until its statements are collected; without a log, it is not locked until then. */
function leave(sql: Sql): void {
  sql.all(ANY, "PRAGMA locking_mode = NORMAL");
  sql.all(ANY, "PRAGMA wal_checkpoint(TRUNCATE)");
  sql.all(ANY, "PRAGMA journal_mode = DELETE");
  sql.close();
}

const ANY = z.unknown();
/** Marks a file as ours: "NxSc". */
const OURS = 0x4e785363;

/** Refuses what is not ours or not whole, before anything is written. */
function checkLayout(sql: Sql, path: string, layout: readonly string[]): void {
  const mark = sql.get(z.object({ application_id: z.number() }), "PRAGMA application_id")?.application_id;
  if (tablesIn(sql) > 0 && mark !== OURS) throw storeErrors.NOT_OURS({ path });
  const got = layoutOf(sql);
  if (got > layout.length) throw storeErrors.NEWER({ path, got, known: layout.length });
  const found = sql.get(z.object({ quick_check: z.string() }), "PRAGMA quick_check(1)")?.quick_check ?? "unknown";
  if (found !== "ok") throw storeErrors.DAMAGED({ path, problem: found.split("\n").at(-1) ?? "" });
}

function tablesIn(sql: Sql): number {
  return sql.get(z.object({ tables: z.number() }), "SELECT count(*) AS tables FROM sqlite_schema")?.tables ?? 0;
}

function layoutOf(sql: Sql): number {
  return sql.get(z.object({ user_version: z.number() }), "PRAGMA user_version")?.user_version ?? 0;
}

/** Each step is whole with its number: who is killed between two goes on with the second. */
function takeSteps(sql: Sql, path: string, layout: readonly string[]): void {
  for (let taken = layoutOf(sql); taken < layout.length; taken++) {
    const step = layout[taken];
    if (step === undefined) throw storeErrors.NEWER({ path, got: taken, known: layout.length });
    sql.whole(() => {
      sql.script(step);
      sql.script(`PRAGMA application_id = ${OURS}; PRAGMA user_version = ${taken + 1};`);
    });
  }
}
