import { NextscaleError } from "../errors.ts";
import { serverErrors } from "./errors.ts";

/** The status of a fault by its code; what is not here is the server's own fault. */
const STATUS: Readonly<Record<string, number>> = {
  SERVER_NOT_FOUND: 404,
  SERVER_BAD_REQUEST: 400,
  SERVER_TOO_LARGE: 413,
  SERVER_BAD_NAME: 400,
  SERVER_BAD_PICTURE: 400,
  SERVER_PICTURE_TOO_LARGE: 413,
  SERVER_BAD_RANGE: 416,
  SERVER_FORBIDDEN_PATH: 403,
  SERVER_FILE_THERE: 409,
  SERVER_UNKNOWN_USER: 403,
  FILE_NAME_TOO_LONG: 400,
  FILE_NOT_A_FOLDER: 409,
  FILE_IS_FOLDER: 409,
  SERVER_QUEUE_FULL: 429,
  GUARD_FOREIGN_HOST: 403,
  GUARD_FOREIGN_ORIGIN: 403,
  GUARD_NO_TOKEN: 401,
  GUARD_WRONG_ROLE: 403,
  GUARD_TOO_MANY: 429,
  API_WORKFLOW_FORMAT_UI: 422,
  API_INVALID_WORKFLOW: 422,
  API_MISSING_ASSET: 422,
  API_HASH_MISMATCH: 409,
  API_BLOB_NOT_FOUND: 404,
  JOBS_UNKNOWN: 404,
  JOBS_ID_TAKEN: 409,
  JOBS_KEY_USED: 422,
  JOBS_WRONG_STATUS: 409,
  JOBS_NAME_TAKEN: 409,
  STORE_BLOB_TOO_LARGE: 413,
  STORE_DISK_FULL: 507,
  FILE_DISK_FULL: 507,
};

/** The HTTP status that a fault comes to: 500 for what nobody foresaw, 503 for a store that fails. */
export function statusOf(error: unknown): number {
  if (!(error instanceof NextscaleError)) return 500;
  const own = STATUS[error.code];
  if (own !== undefined) return own;
  if (/^(WORKFLOW|METADATA|NODES|CLI)_/.test(error.code)) return 400;
  return error.code.startsWith("STORE_") ? 503 : 500;
}

/** What a library says of a request that it cannot read, such as a broken `%` in the address, as one of our errors. */
export function knownError(error: unknown): unknown {
  if (error instanceof NextscaleError || !(error instanceof Error) || !("status" in error)) return error;
  if (error.status === 413 && "limit" in error)
    return serverErrors.TOO_LARGE({ most: Number(error.limit) }, { cause: error });
  const isTheirs = typeof error.status === "number" && error.status >= 400 && error.status < 500;
  return isTheirs ? serverErrors.BAD_REQUEST({ problem: error.message }, { cause: error }) : error;
}
