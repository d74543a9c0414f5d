import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test, vi } from "vitest";
import { commands } from "../nodes/commands/index.ts";

const ROOT = join(import.meta.dirname, "..");
const readme = readFileSync(join(ROOT, "README.md"), "utf8");
/** Odd pieces between fences are blocks; a block begins with its language. */
const blocks = (language: string): string[] =>
  readme
    .split(/^```/m)
    .filter((piece, i) => i % 2 === 1 && piece.startsWith(`${language}\n`))
    .map((piece) => piece.slice(language.length + 1));
const shipped = existsSync(join(ROOT, "checkpoints", "tiny", "config.json"));

test.skipIf(!shipped)("the code of the readme prints what its comment says", async () => {
  const [code = ""] = blocks("ts");
  const folder = await mkdtemp(join(tmpdir(), "nextscale-readme-"));
  const printed: unknown[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((value) => void printed.push(value));
  try {
    const file = join(folder, "example.mjs");
    const entry = pathToFileURL(join(ROOT, "nodes", "index.ts")).href;
    await writeFile(file, code.replace('"nextscale"', JSON.stringify(entry)));
    await import(file);
    expect(printed).toEqual([["64×64"]]);
  } finally {
    log.mockRestore();
    await rm(folder, { recursive: true });
  }
});

test("every command line of the readme names a command and options that exist", () => {
  const lines = blocks("")
    .flatMap((block) => block.split("\n"))
    .filter((line) => line.startsWith("npx nextscale "));
  expect(lines.length).toBeGreaterThan(5);
  for (const line of lines) {
    const words = line.replace(/#.*/, "").trim().split(/\s+/).slice(2);
    const command = commands.find(({ name }) => name === words.slice(0, name.split(" ").length).join(" "));
    expect(command, line).toBeDefined();
    const known = Object.keys(command?.options ?? {}).map(
      (name) => `--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`,
    );
    expect(known, line).toEqual(expect.arrayContaining(words.filter((word) => word.startsWith("--"))));
  }
});
