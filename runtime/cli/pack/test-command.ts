import { packsErrors, readPackageFile } from "../../packs/index.ts";
import { port } from "../../workflow/index.ts";
import { type CommandDefinition, defineCommand } from "../command.ts";
import { line } from "../io.ts";
import { argument } from "../option.ts";

/** The rules that every pack keeps, for the pack in a folder. */
export type PackRules = (folder: string) => Promise<readonly { rule: string; check: () => void | Promise<void> }[]>;

/** `nextscale pack test`: whether a pack keeps the rules of every pack. Its own tests are run by `npm test`. */
export function createPackTestCommand(rules: PackRules): CommandDefinition {
  return defineCommand({
    name: "pack test",
    summary: "check a built pack against the rules that every pack keeps",
    arguments: { dir: argument("DIR", "folder of the pack", port.text({ default: "." })) },
    options: {},
    run: async ({ dir }, io) => {
      const { name } = await readPackageFile(dir);
      const all = await rules(dir);
      let failed = 0;
      for (const { rule, check } of all) {
        io.signal.throwIfAborted();
        const problem = await problemOf(check);
        if (problem !== null) failed += 1;
        line(io.stdout, problem === null ? `ok      ${rule}` : `failed  ${rule}: ${problem}`);
      }
      if (failed > 0) throw packsErrors.CONTRACT({ pack: name, failed, of: all.length });
      line(io.stderr, `${name} keeps all ${all.length} rules.`);
    },
  });
}

async function problemOf(check: () => void | Promise<void>): Promise<string | null> {
  try {
    await check();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
