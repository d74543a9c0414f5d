import type { CommandDefinition, Option } from "./command.ts";
import { flagName } from "./read-input.ts";
import { exitCodes, exitMeanings } from "./report-error.ts";

/** The reference page of all commands, as Markdown. */
export function commandReference(commands: readonly CommandDefinition[]): string {
  const codes = Object.entries(exitMeanings).map(([name, meaning]) => {
    const code: number = exitCodes[name as keyof typeof exitCodes];
    return `| ${code} | ${meaning} |`;
  });
  const parts = [
    "# Commands",
    "Written by `npx tsx scripts/write-reference.ts` from the tables that the program itself reads.",
    "Results go to stdout, progress and errors to stderr. Every command takes `--help` and `--verbose`.",
    "## Exit codes",
    ["| Code | Meaning |", "|---|---|", ...codes].join("\n"),
    ...commands.map(section),
  ];
  return `${parts.join("\n\n")}\n`;
}

function section({ name, summary, arguments: words, options }: CommandDefinition): string {
  const typed = Object.values(words).map(({ placeholder, port }) => (port.required ? placeholder : `[${placeholder}]`));
  const usage = ["nextscale", name, ...typed, ...(Object.keys(options).length === 0 ? [] : ["[options]"])].join(" ");
  const rows = [
    ...Object.values(words).map(({ placeholder, description }) => `| \`${placeholder}\` | ${cell(description)} | |`),
    ...Object.entries(options).map(([key, option]) => optionRow(key, option)),
  ];
  const table = rows.length === 0 ? [] : ["", "| | | Default |", "|---|---|---|", ...rows];
  return [`## ${name}`, "", `${capital(summary)}.`, "", "```", usage, "```", ...table].join("\n");
}

function optionRow(name: string, { kind, placeholder, description, port, env }: Option<unknown>): string {
  const notes = [
    port.widget?.kind === "choice" ? `one of ${port.widget.choices.join(", ")}` : "",
    kind === "list" ? "repeatable" : "",
    env === null ? "" : `or \`${env}\``,
  ].filter((note) => note !== "");
  const flag = kind === "flag" ? flagName(name) : `${flagName(name)} ${placeholder}`;
  const given = kind === "flag" || kind === "list" || port.default === undefined ? "" : `\`${String(port.default)}\``;
  const text = notes.length === 0 ? description : `${description} (${notes.join("; ")})`;
  return `| \`${flag}\` | ${cell(text)} | ${given} |`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
