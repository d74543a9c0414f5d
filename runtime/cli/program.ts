import { Command, CommanderError, Option as CommanderOption } from "commander";
import type { CommandDefinition, Option } from "./command.ts";
import { type Io, line } from "./io.ts";
import { flagName, readInput } from "./read-input.ts";
import { exitCodeOf, exitCodes, reportError } from "./report-error.ts";

export interface Cli {
  readonly version: string;
  /** One sentence under the usage line. */
  readonly description: string;
  readonly commands: readonly CommandDefinition[];
}

/**
 * Runs one command line (without `node` and the script) and returns the exit code: 0 done, 1 failed, 2 typed wrong,
 * 130 stopped by Ctrl-C. Never throws.
 */
export async function runCli(argv: readonly string[], cli: Cli, io: Io): Promise<number> {
  const program = base(new Command("nextscale"), io)
    .description(cli.description)
    .version(cli.version, "-V, --version", "print the version")
    .option("--verbose", "show where an error happened")
    .helpCommand(false);
  for (const definition of cli.commands) add(program, definition, io);
  try {
    if (argv.length === 0) {
      line(io.stdout, program.helpInformation().trimEnd());
      return exitCodes.usage;
    }
    await program.parseAsync([...argv], { from: "user" });
    return exitCodes.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    reportError(error, { io, verbose: program.opts().verbose === true });
    return exitCodeOf(error, io);
  }
}

function add(program: Command, definition: CommandDefinition, io: Io): void {
  const [first = "", second] = definition.name.split(" ");
  const parent = second === undefined ? program : group(program, first, io);
  const command = base(parent.command(second ?? first), io).description(definition.summary);
  for (const { placeholder, description, port } of Object.values(definition.arguments)) {
    command.argument(port.required ? `<${placeholder}>` : `[${placeholder}]`, description);
  }
  for (const [name, option] of Object.entries(definition.options)) command.addOption(commanderOption(name, option));
  command.action(async () => definition.run(readInput(definition, command.args, command.opts(), io.env), io));
}

/** The parent of commands such as "train tokenizer". */
function group(program: Command, name: string, io: Io): Command {
  return program.commands.find((each) => each.name() === name) ?? base(program.command(name), io);
}

function commanderOption(
  name: string,
  { kind, placeholder, description, port, env }: Option<unknown>,
): CommanderOption {
  const flag = flagName(name);
  if (kind === "flag") return new CommanderOption(flag, description);
  const notes = [
    port.widget?.kind === "choice" ? `one of ${port.widget.choices.join(", ")}` : "",
    port.default === undefined ? "" : `default ${String(port.default)}`,
    env === null ? "" : `or ${env}`,
    kind === "list" ? "repeatable" : "",
  ].filter((note) => note !== "");
  const text = notes.length === 0 ? description : `${description} (${notes.join("; ")})`;
  const option = new CommanderOption(`${flag} <${placeholder}>`, text);
  if (kind === "list") option.argParser((each: string, before: readonly string[] = []) => [...before, each]);
  return option.makeOptionMandatory(kind === "value" && port.required && env === null);
}

function base(command: Command, io: Io): Command {
  return command
    .exitOverride()
    .showHelpAfterError(
      `Run \`nextscale ${command.name() === "nextscale" ? "" : `${command.name()} `}--help\` for what it takes.`,
    )
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
}
