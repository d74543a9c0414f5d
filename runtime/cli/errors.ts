import { defineErrors } from "../errors.ts";

/** What can go wrong on the command line itself. */
export const cliErrors = defineErrors("CLI", {
  WRONG_VALUE: {
    text: (d: { name: string; expected: string; got: string }) => `${d.name} expected ${d.expected}, got "${d.got}".`,
    help: "Run the command with --help to see what it takes.",
  },
  WRONG_SETTING: {
    text: (d: { problems: readonly string[] }) => d.problems.join("\n"),
    help: "A setting is NODE.INPUT=VALUE; NODE is an id or a title of the workflow.",
  },
  WRONG_SWEEP: {
    text: (d: { problem: string }) => d.problem,
    help: "A sweep is NODE.INPUT=a,b,c or NODE.INPUT=1..8; give --sweep several times for several inputs.",
  },
  WRONG_OUTPUT: {
    text: (d: { problems: readonly string[] }) => d.problems.join("\n"),
    help: "--outputs takes ids or titles of the workflow's nodes, joined by commas.",
  },
  NO_WORKFLOW: {
    text: (d: { path: string }) => `${d.path} carries no workflow.`,
    help: "Give a picture that was saved by a workflow, or the workflow's own file.",
  },
  NO_PACKS_FOLDER: {
    text: (_: object) => "It is not known where packs are kept: there is no home folder.",
    help: "Name a folder with --packs DIR or the variable NEXTSCALE_PACKS.",
  },
  WRONG_CONFIG: {
    text: (d: { path: string; problems: readonly string[] }) => `${d.path} cannot be used: ${d.problems.join("; ")}.`,
    help: "`nextscale schema config` prints what the file may hold.",
  },
  NO_SERVER: {
    text: (d: { url: string }) => `No server answers at ${d.url}.`,
    help: "Start one with `nextscale serve`, or name another with --server URL.",
  },
  REFUSED: {
    text: (d: { url: string; status: number; problems: readonly string[] }) =>
      `The server at ${d.url} refused the request (${d.status}): ${d.problems.join(" ")}`,
    help: "Correct what it names, and send it again.",
  },
  JOB_FAILED: {
    text: (d: { job: string; problem: string }) => `Job ${d.job} has no whole result: ${d.problem}.`,
    help: "What it had made before is kept; `nextscale jobs show` tells all that is known.",
  },
  NO_DATA_FOLDER: {
    text: (_: object) => "It is not known where the server keeps its data: there is no home folder.",
    help: "Name a folder with --data DIR or the variable NEXTSCALE_DATA.",
  },
  NO_SUCH_NODE: {
    text: (d: { type: string }) => `There is no node "${d.type}".`,
    help: "`nextscale nodes` lists all.",
  },
  LOCK_NEEDS_OUT: {
    text: (d: { path: string }) => `${d.path} is a picture, which is not written over.`,
    help: "Name a file for the locked workflow with --out FILE.",
  },
});

/** The codes that mean: the command was typed wrong. */
export const usageCodes: ReadonlySet<string> = new Set([
  "CLI_WRONG_VALUE",
  "CLI_WRONG_SETTING",
  "CLI_WRONG_SWEEP",
  "CLI_WRONG_OUTPUT",
]);
