import { NextscaleError } from "../../../runtime/errors.ts";
import { openDatabase } from "../../../runtime/jobs/sqlite/open-database.ts";

/** Opens the database that its argument names, and tells its parent what came of it. */
try {
  openDatabase(process.argv[2] ?? "").close();
  process.send?.("opened");
} catch (error) {
  process.send?.(error instanceof NextscaleError ? error.code : String(error));
}
