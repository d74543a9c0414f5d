import type { Io } from "../../../runtime/cli/index.ts";

/** An `Io` that keeps what is written; `abort` is Ctrl-C, `advance` moves its clock. */
export function fakeIo({ isTty = false, env = {} }: { isTty?: boolean; env?: Record<string, string> } = {}) {
  const written = { stdout: "", stderr: "" };
  const stop = new AbortController();
  let time = 0;
  const io: Io = {
    stdout: { write: (text) => (written.stdout += text) },
    stderr: {
      write: (text) => (written.stderr += text),
      ...(isTty ? { isTTY: true, columns: 100, cursorTo: () => {}, clearLine: () => {} } : {}),
    },
    signal: stop.signal,
    isTty,
    env,
    now: () => time,
  };
  return {
    io,
    written,
    abort: () => stop.abort(),
    advance: (ms: number) => {
      time += ms;
    },
  };
}
