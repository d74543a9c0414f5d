import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createRunCommand, runCli } from "../../../runtime/cli/index.ts";
import { api, registry } from "../workflow/fakes.ts";
import { fakeIo } from "./fake-io.ts";

const cli = { version: "0", description: "", commands: [createRunCommand({ registry: async () => registry })] };
let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "nextscale-run-"));
});
afterEach(() => rm(folder, { recursive: true }));

const painting = api({
  1: ["fake/load-model"],
  2: ["fake/paint", { model: ["1", 0] }, "Painter"],
  3: ["fake/show", { value: ["2", 0] }],
});
const looping = api({
  start: ["nextscale/loop-start", { count: 2 }],
  add: ["fake/add", { a: ["start", 1] }],
  end: ["nextscale/loop-end", { loop: ["start", 0], value1: ["add", 0] }, "Scales"],
  out: ["fake/show", { value: ["end", 0] }],
});

async function check(text: string, argv: readonly string[], fake = fakeIo()) {
  const file = join(folder, "workflow.json");
  await writeFile(file, text);
  const code = await runCli(["run", file, "--out", join(folder, "out"), ...argv], cli, fake.io);
  return {
    code,
    stdout: fake.written.stdout.replaceAll(folder, "DIR"),
    stderr: fake.written.stderr.replaceAll(folder, "DIR"),
  };
}

test("a run prints its results on stdout and its steps on stderr", async () => {
  const { code, stdout, stderr } = await check(painting, ["--set", "Painter.seed=7", "--set", "2.prompt=a dog"]);
  expect(code).toBe(0);
  expect(stdout).toBe("a dog|7|1:1|3|2\nDIR/out/a dog|7|1:1|3|2.txt\n");
  expect(stderr).toBe(
    "[1/3] Load Model 0.0 s\n      half 1/2\n[2/3] Painter 0.0 s\n[3/3] Show 0.0 s\nDone in 0.0 s.\n",
  );
});

test("the rounds of a loop are steps of progress", async () => {
  const { stderr } = await check(looping, []);
  expect(stderr).toContain("      Scales 1/2\n      Scales 2/2\n[1/2] Scales");
});

test("on a terminal there is a bar", async () => {
  const { code, stderr } = await check(looping, [], fakeIo({ isTty: true }));
  expect(code).toBe(0);
  expect(stderr).toContain("░");
});

test("--json prints every event as a line and nothing else", async () => {
  const { code, stdout, stderr } = await check(painting, ["--json"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const events = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(events.map(({ type }) => type)).toContain("node-progress");
  expect(events.at(-1)).toMatchObject({ type: "run-done", status: "done" });
  expect(events.find(({ type }) => type === "node-preview").image).toEqual({ width: 1, height: 1, channels: 3 });
});

test("a wrong --set ends with 2, tells every mistake, and runs nothing", async () => {
  const { code, stdout, stderr } = await check(painting, ["--set", "Paintr.seed=7", "--set", "2.sede=1"]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(
    'the node "Paintr", which is neither an id nor a title in this workflow. Did you mean "Painter"?',
  );
  expect(stderr).toContain('Node 2 (Painter) has no input "sede". Did you mean "seed"?');
  expect(await readdir(folder)).toEqual(["workflow.json"]);
});

test("a value a node does not take is one sentence", async () => {
  expect(await check(painting, ["--set", "2.seed=-1"])).toEqual({
    code: 1,
    stdout: "",
    stderr:
      'Error: Node 2 (Painter) expected a whole number from 0 to 9007199254740991 at input "seed", got "-1".\nCorrect the workflow and run it again.\n',
  });
});

test.each([
  [
    "an unknown node type",
    api({ 1: ["fake/shoe", {}] }),
    /"fake\/shoe", which no installed pack brings\. Did you mean "fake\/show"\?/,
  ],
  ["no JSON", "{", /^Error: A workflow file is JSON/],
  [
    "a failing node",
    api({ 1: ["fake/fail"], 2: ["fake/show", { value: ["1", 0] }] }),
    /Error: Node 1 \(Fail\) failed: The paint is dry\./,
  ],
])("%s ends with 1 and no stack trace", async (_name, text, sentence) => {
  const { code, stderr } = await check(text, []);
  expect(code).toBe(1);
  expect(stderr).toMatch(sentence);
  expect(stderr).not.toContain("    at ");
});

test("a missing file is one sentence", async () => {
  const fake = fakeIo();
  expect(await runCli(["run", join(folder, "none.json")], cli, fake.io)).toBe(1);
  expect(fake.written.stderr).toContain("There is no file at");
});

test("Ctrl-C ends the run with 130", async () => {
  const fake = fakeIo();
  const waiting = check(api({ 1: ["fake/wait"], 2: ["fake/show", { value: ["1", 0] }] }), [], fake);
  setTimeout(fake.abort, 50);
  const { code, stderr } = await waiting;
  expect({ code, stderr }).toEqual({ code: 130, stderr: "Stopped.\n" });
});
