import { NextscaleError } from "../../errors.ts";
import { storeErrors } from "../errors.ts";

type Maker = (path: string, problem: string, cause: unknown) => NextscaleError;

const FULL: Maker = (path, _problem, cause) => storeErrors.DISK_FULL({ path }, { cause });
const READ_ONLY: Maker = (path, _problem, cause) => storeErrors.READ_ONLY({ path }, { cause });
const DAMAGED: Maker = (path, problem, cause) => storeErrors.DAMAGED({ path, problem }, { cause });
const IN_USE: Maker = (path, _problem, cause) => storeErrors.IN_USE({ path }, { cause });

/** By the first two words of SQLite's codes. */
const MAKERS: Readonly<Record<string, Maker>> = {
  SQLITE_FULL: FULL,
  SQLITE_READONLY: READ_ONLY,
  SQLITE_PERM: READ_ONLY,
  SQLITE_CORRUPT: DAMAGED,
  SQLITE_NOTADB: (path, _problem, cause) => storeErrors.NOT_OURS({ path }, { cause }),
  SQLITE_BUSY: IN_USE,
  SQLITE_LOCKED: IN_USE,
  SQLITE_CANTOPEN: (path, _problem, cause) => storeErrors.NO_FOLDER({ path }, { cause }),
};

/** Turns what the driver threw into a store error; anything already typed passes through. */
export function sqlError(cause: unknown, path: string): NextscaleError {
  if (cause instanceof NextscaleError) return cause;
  const problem = cause instanceof Error ? cause.message : String(cause);
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const [first = "", second = ""] = code.split("_");
  const maker = MAKERS[`${first}_${second}`];
  if (maker !== undefined) return maker(path, problem, cause);
  // opening fails with a text that ends in SQLite's number for "cannot open"
  if (/^ConnectionFailed.*: 14"\)$/.test(problem)) return storeErrors.NO_FOLDER({ path }, { cause });
  return storeErrors.FAILED({ path, problem }, { cause });
}
