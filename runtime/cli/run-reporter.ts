import type { Place, RunEvent } from "../workflow/index.ts";
import { formatDuration } from "./duration.ts";
import { type Io, line } from "./io.ts";
import { sentence } from "./prepare-workflow.ts";
import { createProgress, type Progress } from "./progress.ts";

/** Tells a person or a program what a run does. */
export interface Reporter {
  readonly onEvent: (event: RunEvent) => void;
  /** Ends the display, whatever came of the run. */
  readonly stop: () => void;
}

/** Every event as one line of JSON; of a preview only its size. */
export function jsonReporter(io: Io): Reporter {
  const withoutPixels = (key: string, value: unknown) => (key === "pixels" ? undefined : value);
  return { onEvent: (event) => line(io.stdout, JSON.stringify(event, withoutPixels)), stop: () => {} };
}

/** Progress over steps and their parts on stderr; texts and finished files on stdout. */
export function progressReporter(io: Io): Reporter {
  const titles = new Map<string, string>();
  const shares = new Map<string, number>();
  const results: Result[] = [];
  let progress: Progress | null = null;
  let steps = 0;

  const show = (note: string): void => {
    const done = [...shares.values()].reduce((sum, share) => sum + share, 0);
    progress?.update(done, note);
  };
  const finish = (): void => {
    progress?.stop();
    progress = null;
    for (const { text } of results.splice(0)) line(io.stdout, text);
  };

  const onEvent = (event: RunEvent): void => {
    const outermost = "iteration" in event && event.iteration.length === 0;
    switch (event.type) {
      case "run-start":
        steps = event.steps;
        for (const issue of event.issues) line(io.stderr, `Warning: ${sentence(issue)}`);
        progress = io.isTty ? createProgress(io, { total: steps, label: "run" }) : null;
        return;
      case "node-start":
      case "node-cached":
        titles.set(event.node, event.title);
        if (event.type === "node-cached" && outermost) shares.set(event.node, 1);
        show(event.title);
        return;
      case "node-progress": {
        const share = event.done / Math.max(1, event.total);
        if (outermost) shares.set(event.node, Math.min(share, 0.999));
        const note = `${event.label || (titles.get(event.node) ?? event.node)} ${event.done}/${event.total}`;
        show(note);
        if (!io.isTty && event.done > 0) line(io.stderr, `      ${note}`);
        return;
      }
      case "node-done":
        if (!outermost) return;
        shares.set(event.node, 1);
        show(titles.get(event.node) ?? "");
        if (!io.isTty) {
          const finished = [...shares.values()].filter((share) => share === 1).length;
          line(io.stderr, `[${finished}/${steps}] ${titles.get(event.node) ?? event.node} ${formatDuration(event.ms)}`);
        }
        return;
      case "node-text":
        if (event.continues) continueLine(results, keyOf(event), event.text);
        else results.push({ of: keyOf(event), text: event.text });
        return;
      case "node-file":
        results.push({ of: "", text: event.path });
        return;
      case "node-log":
        if (event.level === "warn") results.push({ of: "", text: `Warning: ${event.text}` });
        return;
      case "run-done":
        finish();
        if (event.status === "done") line(io.stderr, `Done in ${formatDuration(event.ms)}.`);
        return;
      case "node-metric":
      case "node-preview":
      case "node-error":
        return;
    }
  };
  return { onEvent, stop: finish };
}

/** A line to be printed. */
interface Result {
  /** Which node's text it is, and of which round; empty for what is no text. */
  readonly of: string;
  readonly text: string;
}

const keyOf = ({ node, iteration }: Place): string => `${node}@${iteration.join()}`;

function continueLine(results: Result[], of: string, text: string): void {
  const last = results.findLastIndex((result) => result.of === of);
  results[last < 0 ? results.length : last] = { of, text: (results[last]?.text ?? "") + text };
}
