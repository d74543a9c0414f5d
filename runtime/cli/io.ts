/** A stream that text is written to; Node's own streams are such. */
export interface TextStream {
  readonly write: (text: string) => unknown;
}

/** The world around a command, so that tests can run one in-process. */
export interface Io {
  /** Results. */
  readonly stdout: TextStream;
  /** Progress and errors. */
  readonly stderr: TextStream;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** True when a person watches: progress may redraw its line. */
  readonly isTty: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
}

/** The `Io` of this process. */
export function processIo(signal: AbortSignal): Io {
  const { stdout, stderr, env } = process;
  return { stdout, stderr, env, signal, isTty: stderr.isTTY === true, now: () => performance.now() };
}

export function line(stream: TextStream, text: string): void {
  stream.write(`${text}\n`);
}
