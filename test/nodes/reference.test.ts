import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commands } from "../../nodes/commands/index.ts";
import { builtinPack } from "../../nodes/registry.ts";
import { commandReference, nodeReference } from "../../runtime/cli/index.ts";
import { manifestOf } from "../../runtime/packs/index.ts";

const page = (name: string) => readFileSync(join(import.meta.dirname, "../../docs/reference", name), "utf8");

test("docs/reference/commands.md is what the commands say: run `npx tsx scripts/write-reference.ts`", () => {
  expect(page("commands.md")).toBe(commandReference(commands));
});

test("docs/reference/nodes.md is what the nodes say: run `npx tsx scripts/write-reference.ts`", () => {
  expect(page("nodes.md")).toBe(nodeReference(manifestOf(builtinPack).nodes));
});
