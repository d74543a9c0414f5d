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
});

/** The codes that mean: the command was typed wrong. */
export const usageCodes: ReadonlySet<string> = new Set(["CLI_WRONG_VALUE", "CLI_WRONG_SETTING"]);
