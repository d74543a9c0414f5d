import { defineErrors } from "../errors.ts";

/** What can happen to the process that runs jobs. */
export const engineErrors = defineErrors("ENGINE", {
  OUT_OF_MEMORY: {
    text: (d: { bytes: number | null }) =>
      `The engine process ran out of memory${d.bytes === null ? "" : ` at ${megabytes(d.bytes)} MB`} while the job ran.`,
    help: "Use smaller pictures or fewer at once, a smaller model, or raise the memory limit. The queue goes on.",
  },
  CRASHED: {
    text: (d: { how: string }) => `The engine process ended (${d.how}) while the job ran.`,
    help: "Try the job again. If it ends the process each time, look at the log of the server. The queue goes on.",
  },
  HUNG: {
    text: (d: { ms: number }) => `The engine process gave no sign of life for ${Math.round(d.ms / 1000)} seconds.`,
    help: "If the job needs that long for one step, raise the limit for that; else try it again. The queue goes on.",
  },
  SERVER_DIED: {
    text: () => "The server ended while the job ran.",
    help: "Run the job again.",
  },
  UNEXPECTED: {
    text: (d: { problem: string }) => `Something unexpected happened while the job ran: ${d.problem}`,
    help: "This is a fault in the program or in a node: tell its authors what was run.",
  },
});

const megabytes = (bytes: number): number => Math.round(bytes / 2 ** 20);
