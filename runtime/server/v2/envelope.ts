import { NextscaleError } from "../../errors.ts";
import { statusOf } from "../http-error.ts";

/** Codes of version 2 for faults that it shares with version 1. */
const CODES: Readonly<Record<string, string>> = {
  SERVER_NOT_FOUND: "not_found",
  JOBS_UNKNOWN: "not_found",
  JOBS_KEY_USED: "idempotency_key_reuse",
  SERVER_QUEUE_FULL: "queue_full",
  GUARD_NO_TOKEN: "unauthorized",
  GUARD_WRONG_ROLE: "forbidden",
  GUARD_FOREIGN_HOST: "forbidden",
  GUARD_FOREIGN_ORIGIN: "forbidden",
  GUARD_TOO_MANY: "rate_limited",
};

export interface Envelope {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly details: Readonly<Record<string, unknown>>;
  };
}

/** A fault as version 2 tells it: `{error: {code, message, details}}`. */
export function envelope(error: unknown): Envelope {
  if (!(error instanceof NextscaleError)) {
    return { error: { code: "internal_error", message: "The server failed. Its log says more.", details: {} } };
  }
  const { code, message, help, details } = error;
  const own = CODES[code] ?? (code.startsWith("API_") ? code.slice(4).toLowerCase() : nameOf(statusOf(error)));
  const facts = "node_errors" in details ? { node_errors: details.node_errors } : {};
  return { error: { code: own, message, details: { help, ...facts } } };
}

function nameOf(status: number): string {
  if (status === 413) return "too_large";
  return status < 500 ? "invalid_request" : "internal_error";
}
