import { type DestinationStream, type Logger, pino, stdSerializers } from "pino";

/** Writes one JSON line for each thing that happened: fields first, then a sentence. */
export type Log = Pick<Logger, "debug" | "info" | "warn" | "error">;

export interface LogOptions {
  /** Default "info". */
  readonly level?: "debug" | "info" | "warn" | "error" | "silent";
  /** Default: stderr, so that stdout stays for results. */
  readonly to?: DestinationStream;
}

/** Fields that never reach a log. */
const SECRETS = ["token", "authorization", "cookie", "api_key", "password"].flatMap((name) => [name, `*.${name}`]);

export function createLog({ level = "info", to = pino.destination(2) }: LogOptions = {}): Logger {
  return pino(
    { level, base: null, redact: { paths: SECRETS, censor: "…" }, serializers: { error: stdSerializers.err } },
    to,
  );
}
