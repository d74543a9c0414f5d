import type { Port } from "../workflow/index.ts";
import type { CommandDefinition } from "./command.ts";
import { cliErrors } from "./errors.ts";

/**
 * Reads what was typed by the ports of a command.
 * @throws CLI_WRONG_VALUE for a value that its port refuses.
 */
export function readInput(
  definition: CommandDefinition,
  words: readonly string[],
  typed: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, unknown> {
  const values = Object.entries(definition.arguments).map(([name, { placeholder, port }], index) => [
    name,
    read(placeholder, port, words[index]),
  ]);
  const options = Object.entries(definition.options).map(([name, option]) => {
    if (option.kind === "list") return [name, typed[name] ?? []];
    const fromEnv = option.env === null ? undefined : env[option.env] || undefined;
    const label = typed[name] === undefined && fromEnv !== undefined ? `${option.env}` : flagName(name);
    return [name, read(label, option.port, typed[name] ?? fromEnv)];
  });
  return Object.fromEntries([...values, ...options]);
}

/** The option a person types for a name: `topK` is `--top-k`. */
export function flagName(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function read(name: string, port: Port<unknown>, typed: unknown): unknown {
  if (typed === undefined && !port.required) return port.default;
  const reading = port.read(typed);
  if (reading.ok) return reading.value;
  throw cliErrors.WRONG_VALUE({ name, expected: reading.expected, got: String(typed ?? "") });
}
