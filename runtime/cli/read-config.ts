import { readText, readTextIfThere } from "../files/read.ts";
import { type Config, configSchema } from "../server/config.ts";
import { cliErrors } from "./errors.ts";

/** Read when no file is named and it is there. */
const USUAL = "nextscale.config.json";

/**
 * The set-up in a file, completed by defaults. Without a name that of the current folder, if there is one.
 * Rejects with CLI_WRONG_CONFIG, which names every field that is wrong, and FILE_* for a file that was named.
 */
export async function readConfig(path: string | undefined): Promise<Config> {
  const text = path === undefined ? ((await readTextIfThere(USUAL)) ?? "{}") : await readText(path);
  const read = configSchema.safeParse(parsed(text, path ?? USUAL));
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path: at, message }) => `${at.join(".") || "the whole"}: ${message}`);
  throw cliErrors.WRONG_CONFIG({ path: path ?? USUAL, problems });
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw cliErrors.WRONG_CONFIG({ path, problems: [problem] }, { cause });
  }
}
