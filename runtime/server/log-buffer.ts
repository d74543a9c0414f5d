export interface LogEntry {
  /** ISO 8601. */
  readonly t: string;
  readonly m: string;
}

/** The newest lines of the log, for who looks at them over the wire. It is a stream that a logger can write to. */
export interface LogBuffer {
  readonly write: (line: string) => void;
  /** Oldest first. */
  readonly entries: () => readonly LogEntry[];
  /** Whether a client wants to hear of new lines. */
  readonly watch: (client: string, wanted: boolean) => void;
  readonly watchers: () => ReadonlySet<string>;
  /** Returns the call that ends it. */
  readonly subscribe: (listener: (entry: LogEntry) => void) => () => void;
}

export interface LogBufferOptions {
  /** Lines that are kept. Default 500. */
  readonly lines?: number;
  /** Milliseconds since 1970. Default: the clock. */
  readonly now?: () => number;
}

/** Characters of one line; the rest is cut off. */
const LONGEST = 4_000;
/** Clients that may watch at the same time; the one that began first makes room. */
const WATCHERS = 100;

export function createLogBuffer({ lines = 500, now = Date.now }: LogBufferOptions = {}): LogBuffer {
  const kept: LogEntry[] = [];
  const listeners = new Set<(entry: LogEntry) => void>();
  const watchers = new Set<string>();
  return {
    write: (line) => {
      const entry = {
        t: new Date(now()).toISOString(),
        m: line.length > LONGEST ? `${line.slice(0, LONGEST)}…\n` : line,
      };
      kept.push(entry);
      if (kept.length > lines) kept.shift();
      for (const listener of listeners) listener(entry);
    },
    entries: () => [...kept],
    watch: (client, wanted) => {
      watchers.delete(client);
      if (!wanted) return;
      watchers.add(client);
      const [first] = watchers;
      if (watchers.size > WATCHERS && first !== undefined) watchers.delete(first);
    },
    watchers: () => watchers,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
