import Database from "libsql";
import type { z } from "zod";
import { storeErrors } from "../errors.ts";
import { sqlError } from "./sql-error.ts";

/** What a statement may be given. The driver ends the process when it is given anything else, a boolean for one. */
export type SqlValue = string | number | null;

/** One open database. Every call throws STORE_* when the database fails. */
export interface Sql {
  /** Runs a statement and returns how many rows it changed. */
  readonly run: (text: string, ...values: readonly SqlValue[]) => number;
  /** The first row, or null. */
  readonly get: <T>(row: z.ZodType<T>, text: string, ...values: readonly SqlValue[]) => T | null;
  readonly all: <T>(row: z.ZodType<T>, text: string, ...values: readonly SqlValue[]) => readonly T[];
  /** Runs several statements without values, separated by `;`. */
  readonly script: (text: string) => void;
  /** Does all of `work` or nothing. `work` must not wait for anything; a call within a call is part of it. */
  readonly whole: <T>(work: () => T) => T;
  /** The same, and when it returns not even a power cut undoes it. Slower: it waits for the disk. */
  readonly lasting: <T>(work: () => T) => T;
  readonly close: () => void;
}

/** Opens a file, or `:memory:`. Statements are prepared once. */
export function openSql(path: string): Sql {
  const guard = <T>(work: () => T): T => {
    try {
      return work();
    } catch (cause) {
      throw sqlError(cause, path);
    }
  };
  const database = guard(() => new Database(path));
  const statements = new Map<string, ReturnType<typeof database.prepare>>();
  const prepare = (text: string) => {
    const known = statements.get(text);
    if (known !== undefined) return known;
    const made = database.prepare(text);
    statements.set(text, made);
    return made;
  };
  const read = <T>(row: z.ZodType<T>, found: unknown): T => {
    try {
      return row.parse(found);
    } catch (cause) {
      throw storeErrors.DAMAGED({ path, problem: "a row of it cannot be read" }, { cause });
    }
  };
  const whole = <T>(work: () => T): T => {
    if (database.inTransaction) return work();
    guard(() => database.exec("BEGIN IMMEDIATE"));
    try {
      const result = work();
      guard(() => database.exec("COMMIT"));
      return result;
    } catch (error) {
      if (database.inTransaction) database.exec("ROLLBACK"); // a full disk has rolled back already
      throw error;
    }
  };
  return {
    run: (text, ...values) => guard(() => prepare(text).run([...values]).changes),
    get: (row, text, ...values) => {
      const [found] = guard(() => prepare(text).all([...values])); // the driver's own `get` leaves a read open
      return found === undefined ? null : read(row, found);
    },
    all: (row, text, ...values) => guard(() => prepare(text).all([...values])).map((each) => read(row, each)),
    script: (text) => {
      guard(() => database.exec(text));
    },
    whole,
    lasting: (work) => {
      if (database.inTransaction) return work();
      guard(() => database.exec("PRAGMA synchronous = FULL"));
      try {
        return whole(work);
      } finally {
        guard(() => database.exec("PRAGMA synchronous = NORMAL"));
      }
    },
    close: () => {
      guard(() => database.close());
    },
  };
}
