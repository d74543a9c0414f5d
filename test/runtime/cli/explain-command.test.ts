import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createExplainCommand, runCli } from "../../../runtime/cli/index.ts";
import { api, registry } from "../workflow/fakes.ts";
import { fakeIo } from "./fake-io.ts";

const cli = { version: "0", description: "", commands: [createExplainCommand({ registry: async () => registry })] };
let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "nextscale-explain-test-"));
});
afterEach(() => rm(folder, { recursive: true }));

const painting = api({
  1: ["fake/load-model"],
  2: ["fake/paint", { model: ["1", 0], seed: 4 }, "Painter"],
  3: ["fake/show", { value: ["2", 0] }],
  4: ["fake/add", { a: 1 }],
  5: ["fake/show", { value: ["4", 0] }, "Sum"],
});

async function check(...argv: readonly string[]) {
  const fake = fakeIo();
  const file = join(folder, "w.json");
  await writeFile(file, painting);
  const code = await runCli(["explain", file, ...argv], cli, fake.io);
  return { code, ...fake.written };
}

test("explain says which nodes a change makes run again, and why", async () => {
  const { code, stdout } = await check("--set", "Painter.seed=5");
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: `1 (Load Model)  cached         nothing it depends on changed
4 (Add)         cached         nothing it depends on changed
5 (Sum)         cached         nothing it depends on changed
2 (Painter)     ran     0.0 s  input seed changed from 4 to 5
3 (Show)        ran     0.0 s  input value changed
2 of 5 ran again, in 0.0 s; all of them took 0.0 s.
`,
  });
  expect(await readdir(folder)).toEqual(["w.json"]);
});

test("a value that reads the same is no change", async () => {
  expect((await check("--set", "Painter.seed=4")).stdout).toContain("0 of 5 ran again");
});

test("--outputs explains only what some nodes need, --json gives a line for each", async () => {
  const { stdout } = await check("--set", "4.a=2", "--outputs", "sum", "--json");
  const rows = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(rows.map(({ node }) => node)).toEqual(["4", "5"]);
  expect(rows[0]).toMatchObject({
    outcome: "ran",
    why: { kind: "changed", changes: [{ part: "input", name: "a", before: "1", after: "2" }] },
    text: "input a changed from 1 to 2",
  });
});

test.each([
  ["Sums", 2, 'The workflow has no node "Sums" to run. Did you mean "Sum"?'],
  ["Sum,show", 0, ""],
  ["3,1", 0, ""],
])("--outputs %s ends with %i", async (names, code, sentence) => {
  const result = await check("--outputs", names);
  expect(result).toMatchObject({ code, stderr: expect.stringContaining(sentence) });
});
