import { NextscaleError } from "../errors.ts";
import { usageCodes } from "./errors.ts";
import { type Io, line } from "./io.ts";

/** What the process ends with. */
export const exitCodes = { done: 0, failed: 1, usage: 2, stopped: 130 } as const;

/** What each exit code says, for the reference. */
export const exitMeanings: { readonly [K in keyof typeof exitCodes]: string } = {
  done: "Everything that was asked for is done.",
  failed: "It could not be done; stderr says why and what to do. What was finished before stays.",
  usage: "The command was typed wrong; nothing was run.",
  stopped: "Stopped by Ctrl-C or a signal. What was finished before stays; no file is half written.",
};

export function exitCodeOf(error: unknown, io: Io): number {
  if (io.signal.aborted) return exitCodes.stopped;
  return error instanceof NextscaleError && usageCodes.has(error.code) ? exitCodes.usage : exitCodes.failed;
}

/** Prints what went wrong and what to do; where it happened only when asked. */
export function reportError(error: unknown, { io, verbose }: { readonly io: Io; readonly verbose: boolean }): void {
  if (io.signal.aborted) line(io.stderr, "Stopped.");
  else {
    line(io.stderr, `Error: ${error instanceof Error ? error.message : String(error)}`);
    line(io.stderr, helpFor(error));
  }
  if (verbose && error instanceof Error) line(io.stderr, stackOf(error));
}

function helpFor(error: unknown): string {
  if (error instanceof NextscaleError) return error.help;
  return "This is unexpected: run again with --verbose and report what it prints.";
}

function stackOf(error: Error): string {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? `${own}\nCaused by ${stackOf(error.cause)}` : own;
}
