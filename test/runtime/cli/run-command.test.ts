import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createLockCommand, createRunCommand, type Io, type LockFacts, runCli } from "../../../runtime/cli/index.ts";
import { writeMetadata } from "../../../runtime/files/metadata/index.ts";
import { createRegistry, defineNode } from "../../../runtime/workflow/index.ts";
import { about, api, registry, show } from "../workflow/fakes.ts";
import { fakeIo } from "./fake-io.ts";

const facts: LockFacts = async (_prompt, device) => ({
  runtime: "1.0.0",
  models: { tiny: "sha256:aa" },
  device: `fake ${device}`,
});
const nodes = async () => registry;
const cli = {
  version: "0",
  description: "",
  commands: [createRunCommand({ registry: nodes, facts }), createLockCommand({ registry: nodes, facts })],
};
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

test("words that continue a line are printed on it", async () => {
  const spell = defineNode({
    ...about,
    type: "fake/spell",
    title: "Spell",
    output: true,
    inputs: {},
    outputs: {},
    run: (_, ctx) => {
      for (const [i, word] of ["two", " cats"].entries()) ctx.text(word, { continues: i > 0 });
      return {};
    },
  });
  const commands = [createRunCommand({ registry: async () => createRegistry([spell]), facts })];
  const fake = fakeIo();
  const file = join(folder, "workflow.json");
  await writeFile(file, api({ 1: ["fake/spell"] }));
  await runCli(["run", file, "--out", folder], { ...cli, commands }, fake.io);
  expect(fake.written.stdout).toBe("two cats\n");
});

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

test("--outputs runs only the nodes it names, by id or title, and what they need", async () => {
  const text = api({
    1: ["fake/add", { a: 1 }],
    2: ["fake/show", { value: ["1", 0] }, "One"],
    3: ["fake/show", { value: ["1", 0] }, "Two, too"],
    4: ["fake/show", { value: ["5", 0] }],
    5: ["fake/fail"],
  });
  expect((await check(text, ["--outputs", "2,two\\, too"])).stdout).toBe("2\nDIR/out/2.txt\n2\nDIR/out/2.txt\n");
  expect((await check(text, ["--outputs", "1"])).stdout).toBe("");
  const twice = api({ 1: ["fake/add", { a: 1 }, "Same"], 2: ["fake/add", { a: 1 }, "Same"] });
  const wrong = await check(twice, ["--outputs", "same,none"]);
  expect(wrong).toMatchObject({ code: 2, stdout: "" });
  expect(wrong.stderr).toContain('for "same", and nodes 1, 2 are called that. Use the id.');
  expect(wrong.stderr).toContain('no node "none" to run.');
});

test("a file is checked once, and what is left out is told", async () => {
  let asked = 0;
  const strict = defineNode({
    ...about,
    type: "fake/strict",
    output: true,
    inputs: {},
    outputs: {},
    validate: () => {
      asked += 1;
      return null;
    },
    run: () => ({}),
  });
  const commands = [createRunCommand({ registry: async () => createRegistry([strict, show]), facts })];
  const fake = fakeIo();
  const file = join(folder, "w.json");
  await writeFile(file, api({ 1: ["fake/strict"], 2: ["fake/show"] }));
  const argv = ["run", file, "--out", join(folder, "out")];
  expect(await runCli(argv, { version: "0", description: "", commands }, fake.io)).toBe(0);
  expect(asked).toBe(2); // by the check before the run, and by the node before it works
  expect(fake.written.stderr).toContain('Warning: Node 2 (Show) expected a value at input "value", got nothing.');
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

describe("a picture", () => {
  const picture = () => sharp({ create: { width: 2, height: 2, channels: 3, background: "red" } });
  const run = async (name: string, bytes: Uint8Array) => {
    const fake = fakeIo();
    await writeFile(join(folder, name), bytes);
    const code = await runCli(["run", join(folder, name), "--out", join(folder, "out")], cli, fake.io);
    return { code, ...fake.written };
  };

  test("runs the graph it carries, what the editor saved before what was run", async () => {
    const png = new Uint8Array(await picture().png().toBuffer());
    const prompt = writeMetadata(png, new Map([["prompt", painting]]));
    expect(await run("a.png", prompt)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^a cat\|0/) });
    const both = writeMetadata(prompt, new Map([["workflow", looping]]));
    expect(await run("b.png", both)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^2\n/) });
    const webp = writeMetadata(new Uint8Array(await picture().webp().toBuffer()), new Map([["prompt", looping]]));
    expect(await run("c.webp", webp)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^2\n/) });
  });

  test("without a graph, or a damaged one, is one sentence", async () => {
    const png = new Uint8Array(await picture().png().toBuffer());
    expect(await run("a.png", png)).toMatchObject({ code: 1, stderr: expect.stringContaining("carries no workflow.") });
    expect(await run("b.png", png.subarray(0, 40))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("The PNG file is damaged"),
    });
  });
});

describe("--sweep", () => {
  const shownIn = (stdout: string) => stdout.split("\n").filter((line) => line !== "" && !line.includes("/out/"));

  test("runs every value with every other, says how many first, and names results by their combination", async () => {
    const argv = ["--sweep", "Painter.seed=1..2", "--sweep", "2.prompt=a\\,b,c d"];
    const { code, stdout, stderr } = await check(painting, argv);
    expect(code).toBe(0);
    expect(shownIn(stdout)).toEqual(["a,b|1|1:1|3|2", "c d|1|1:1|3|2", "a,b|2|1:1|3|2", "c d|2|1:1|3|2"]);
    expect(stderr).toMatch(/^4 runs: Painter\.seed 2 × 2\.prompt 2\.\nRun 1 of 4: Painter\.seed=1, 2\.prompt=a,b\n/);
    expect((await readdir(join(folder, "out"))).toSorted()).toEqual([
      "1_seed=1_prompt=a-b",
      "2_seed=1_prompt=c-d",
      "3_seed=2_prompt=a-b",
      "4_seed=2_prompt=c-d",
    ]);
  });

  test("--zip takes values side by side", async () => {
    const argv = ["--zip", "--sweep", "Painter.seed=10..2:4", "--sweep", "2.prompt=a,b,c"];
    const { stdout, stderr } = await check(painting, argv);
    expect(shownIn(stdout)).toEqual(["a|10|1:1|3|2", "b|6|1:1|3|2", "c|2|1:1|3|2"]);
    expect(stderr).toContain("3 runs: Painter.seed 3 with 2.prompt 3.");
  });

  test.each([
    [["--sweep", "seed"], 2, 'expected NODE.INPUT=a,b,c, got "seed"'],
    [["--sweep", "2.sede=1,2"], 2, 'no input "sede". Did you mean "seed"'],
    [["--sweep", "2.seed=1,-5"], 1, 'at input "seed", got "-5"'],
    [["--sweep", "2.seed=0..99999"], 2, "has 100000 values; at most 10000 are made"],
    [["--sweep", "2.seed=1..200", "--sweep", "1.size=1..100"], 2, "comes to 20000 runs"],
    [["--zip", "--sweep", "2.seed=1,2", "--sweep", "1.size=1"], 2, "2.seed has 2, 1.size has 1"],
    [["--sweep", "2.seed=1..9:0"], 2, "a step of 0"],
  ])("%j is refused before anything runs", async (argv, code, sentence) => {
    const result = await check(painting, argv);
    expect(result).toMatchObject({ code, stdout: "", stderr: expect.stringContaining(sentence) });
    expect(await readdir(folder)).toEqual(["workflow.json"]);
  });

  test("Ctrl-C keeps the runs that are done", async () => {
    const fake = fakeIo();
    const io: Io = {
      ...fake.io,
      stderr: { write: (text) => (text.startsWith("Run 3") ? fake.abort() : fake.io.stderr.write(text)) },
    };
    const { code, stderr } = await check(painting, ["--sweep", "2.seed=1..5"], { ...fake, io });
    expect(code).toBe(130);
    expect(stderr).toContain("2 of 5 runs are done.\nStopped.\n");
  });
});

describe("a lock", () => {
  const file = () => join(folder, "locked.json");
  const rerun = async (...argv: readonly string[]) => {
    const fake = fakeIo();
    const code = await runCli(["run", file(), "--out", join(folder, "out"), ...argv], cli, fake.io);
    return { code, stderr: fake.written.stderr };
  };

  test("is written by run --lock, and a run that differs is warned of by name", async () => {
    expect((await check(painting, ["--lock", file()])).code).toBe(0);
    expect(JSON.parse(await readFile(file(), "utf8"))).toEqual({
      prompt: JSON.parse(painting),
      extra: {
        lock: {
          runtime: "1.0.0",
          packs: { fake: "2.0.0" },
          models: { tiny: "sha256:aa" },
          device: "fake auto",
          seeds: { "2.seed": 0 },
        },
      },
    });
    expect((await rerun()).stderr).not.toContain("Warning");
    const { code, stderr } = await rerun("--device", "gpu", "--set", "2.seed=5");
    expect(code).toBe(0);
    expect(stderr).toContain("The device used was fake auto, and is fake gpu.");
    expect(stderr).toContain("The seed 2.seed was 0, and is 5.");
  });

  test("is written into the file by lock, whose other lines stay", async () => {
    const document = {
      nodes: [{ id: 1, type: "fake/load-model", odd: 1 }],
      links: [],
      extra: { ds: {} },
      version: 0.4,
    };
    await writeFile(file(), JSON.stringify(document));
    expect(await runCli(["lock", file()], cli, fakeIo().io)).toBe(0);
    const locked = JSON.parse(await readFile(file(), "utf8"));
    expect(locked).toEqual({ ...document, extra: { ds: {}, lock: expect.objectContaining({ runtime: "1.0.0" }) } });
  });
});
