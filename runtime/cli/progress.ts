import { SingleBar } from "cli-progress";
import { formatDuration } from "./duration.ts";
import type { Io } from "./io.ts";

/** Shows how far a long piece of work is, on stderr. */
export interface Progress {
  /** `done` of the total is finished; `note` is a few words on what happens now, such as a loss. */
  readonly update: (done: number, note?: string) => void;
  /** Ends the display; safe to call twice. */
  readonly stop: () => void;
}

export interface ProgressOptions {
  readonly total: number;
  readonly label: string;
  /** Work that was finished before this process began, as in a resumed training; it does not count for the ETA. Default 0. */
  readonly from?: number;
  /** Without a terminal: milliseconds from one line to the next. Default 5,000. */
  readonly intervalMs?: number;
}

/** A bar with the time left on a terminal; elsewhere a line every few seconds, and one at the end. */
export function createProgress(io: Io, { total, label, from = 0, intervalMs = 5000 }: ProgressOptions): Progress {
  const began = io.now();
  const eta = (done: number): string => {
    const share = (done - from) / Math.max(1e-9, total - from);
    return share > 0 ? formatDuration(((io.now() - began) / share) * (1 - share)) : "?";
  };
  return io.isTty ? bar(io, { total, label, from, eta }) : lines(io, { total, label, eta, intervalMs });
}

type Eta = (done: number) => string;

function bar(io: Io, { total, label, from, eta }: { total: number; label: string; from: number; eta: Eta }): Progress {
  const display = new SingleBar({
    format: `${label} {bar} {percentage}% · {left} left · {note}`,
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: 24,
    hideCursor: true,
    stream: io.stderr as NodeJS.WritableStream,
    gracefulExit: false,
  });
  display.start(total, from, { left: "?", note: "" });
  return {
    update: (done, note = "") => display.update(done, { left: eta(done), note }),
    stop: () => display.stop(),
  };
}

interface LineOptions {
  readonly total: number;
  readonly label: string;
  readonly eta: Eta;
  readonly intervalMs: number;
}

function lines(io: Io, { total, label, eta, intervalMs }: LineOptions): Progress {
  let last = io.now();
  const update = (done: number, note = ""): void => {
    if (io.now() - last < intervalMs && done < total) return;
    last = io.now();
    const left = done < total ? `${eta(done)} left` : "done";
    const percent = Math.floor((100 * done) / Math.max(1, total));
    io.stderr.write(`${[`${label} ${percent} %`, left, note].filter((part) => part !== "").join(" · ")}\n`);
  };
  return { update, stop: () => {} };
}
