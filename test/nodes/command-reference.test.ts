import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commands } from "../../nodes/commands/index.ts";
import { commandReference } from "../../runtime/cli/index.ts";

test("docs/reference/commands.md is what the commands say: run `npx tsx scripts/write-reference.ts`", () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/reference/commands.md"), "utf8");
  expect(page).toBe(commandReference(commands));
});
