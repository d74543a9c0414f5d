import type { NextscaleError } from "../errors.ts";
import type { FailureReason, JobError } from "../jobs/job.ts";
import { engineErrors } from "./errors.ts";

/** Why a process was ended by its parent; null when it ended by itself or by another's hand. */
export type KillReason = "memory" | "hang" | "stop" | "close" | "nonsense";

/** How an engine process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly killed: KillReason | null;
  /** Its memory in bytes, as last seen. */
  readonly rss: number | null;
  /** The memory that it may have. */
  readonly rssLimit: number;
  /** How long it may be silent, in milliseconds. */
  readonly hangMs: number;
  /** The end of what it wrote to stderr. */
  readonly lastWords: string;
}

const OUT_OF_MEMORY = /heap out of memory|allocation failed|cannot allocate memory|bad_alloc|out of memory/i;

/** A system that is short of memory kills what is large, and says nothing. */
const LARGE = 0.5;

/** Whose fault it is that a job was lost with its process. */
export function lossOf(exit: Exit): JobError {
  const [reason, error] = reasonOf(exit);
  const { code, message, help } = error;
  return { reason, code, message, help, node: null, display: null, nodeType: null };
}

function reasonOf(exit: Exit): readonly [FailureReason, NextscaleError] {
  const { killed, signal, rss, rssLimit, lastWords, hangMs } = exit;
  if (killed === "hang") return ["hang", engineErrors.HUNG({ ms: hangMs })];
  const wasKilled = killed === null && signal === "SIGKILL" && rss !== null && rss >= rssLimit * LARGE;
  if (killed === "memory" || wasKilled || OUT_OF_MEMORY.test(lastWords))
    return ["memory", engineErrors.OUT_OF_MEMORY({ bytes: rss })];
  return ["crash", engineErrors.CRASHED({ how: signal ?? `exit code ${exit.code}` })];
}
