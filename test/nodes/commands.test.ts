import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { commands } from "../../nodes/commands/index.ts";
import { type Io, runCli } from "../../runtime/cli/index.ts";
import { fakeIo } from "../runtime/cli/fake-io.ts";
import { workFolder } from "./work-folder.ts";

const work = workFolder();
const stages = join(import.meta.dirname, "../../workflows/text-to-image.json");

/** Runs a command line on the random checkpoint. `DIR` in a word stands for the folder of these tests. */
async function check(argv: readonly string[], change: (io: Io, abort: () => void) => Io = (io) => io) {
  const fake = fakeIo({ env: { NEXTSCALE_MODEL: work.checkpoint } });
  const words = argv.map((word) => word.replaceAll("DIR", work.path()));
  const code = await runCli(words, { version: "0", description: "", commands }, change(fake.io, fake.abort));
  const shown = (text: string) => text.replaceAll(work.path(), "DIR");
  return { code, stdout: shown(fake.written.stdout), stderr: shown(fake.written.stderr) };
}

const pixels = (name: string) => sharp(work.path(name)).raw().toBuffer();

describe("generate", () => {
  test("writes a picture and prints its path", async () => {
    const { code, stdout, stderr } = await check([
      "generate",
      "a red star",
      "--out",
      "DIR/star.png",
      "--aspect",
      "5:3",
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "DIR/star.png\n" });
    expect(stderr).toMatch(/paint 100 % · done\nLoaded in .* painted in .* on onnx cpu\.\n$/);
    expect(await sharp(work.path("star.png")).metadata()).toMatchObject({ format: "png", width: 80, height: 48 });
  });

  test("the same seed gives the same bytes, another seed others", async () => {
    for (const [name, seed] of Object.entries({ a: 3, b: 3, c: 4 }))
      await check(["generate", "two cats", "--seed", String(seed), "--top-k", "0", "--out", `DIR/${name}.png`]);
    const [a, b, c] = await Promise.all(["a", "b", "c"].map((name) => readFile(work.path(`${name}.png`))));
    expect(b).toEqual(a);
    expect(c).not.toEqual(a);
  });

  test("paints each line of a file, as if it were painted by itself", async () => {
    await writeFile(work.path("prompts.txt"), "two cats\r\n\na rocket\n");
    const { code, stdout } = await check([
      "generate",
      "--prompts",
      "DIR/prompts.txt",
      "--out",
      "DIR/many",
      "--seed",
      "3",
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "DIR/many/0000.png\nDIR/many/0001.png\nDIR/many/0002.png\n" });
    for (const [i, prompt] of ["two cats", "", "a rocket"].entries()) {
      expect(await check(["generate", prompt, "--seed", "3", "--out", "DIR/one.png"])).toMatchObject({ code: 0 });
      expect(await pixels("one.png")).toEqual(await pixels(`many/000${i}.png`));
    }
  });

  test("--count makes numbered pictures of rising seeds", async () => {
    const { stdout } = await check(["generate", "a star", "--count", "2", "--seed", "3", "--out", "DIR/n.png"]);
    expect(stdout).toBe("DIR/n_00001.png\nDIR/n_00002.png\n");
    await check(["generate", "a star", "--seed", "4", "--out", "DIR/one.png"]);
    expect(await pixels("one.png")).toEqual(await pixels("n_00002.png"));
  });

  test("tells of words that the model cannot know", async () => {
    const { stderr } = await check(["generate", "a red zeppelin", "--out", "DIR/z.png"]);
    expect(stderr).toContain("Note: words this model has never seen: zeppelin.\n");
  });

  test("a run that is stopped while painting ends with 130 and leaves no file", async () => {
    await mkdir(work.path("empty"));
    let time = 0;
    const stopEarly = (io: Io, abort: () => void): Io => ({
      ...io,
      now: () => (time += 10_000),
      stderr: { write: (text) => (/paint 25 %/.test(text) ? abort() : io.stderr.write(text)) },
    });
    expect(await check(["generate", "a cat", "--out", "DIR/empty/x.png"], stopEarly)).toMatchObject({
      code: 130,
      stdout: "",
      stderr: "Stopped.\n",
    });
    expect(await readdir(work.path("empty"))).toEqual([]);
  });
});

describe("bad input is one sentence, and nothing is written", () => {
  test.each([
    ["a prompt of 100,000 characters", ["generate", "a".repeat(100_000)], 1, /The prompt has 100005 characters/],
    ["a missing checkpoint", ["generate", "a", "--model", "DIR/none"], 1, /no checkpoint at DIR\/none/],
    ["a missing folder", ["generate", "a", "--out", "DIR/none/x.png"], 1, /The folder for DIR\/none\/x.png/],
    ["a missing file of prompts", ["generate", "--prompts", "DIR/none.txt"], 1, /no file at DIR\/none.txt/],
    ["an empty file of prompts", ["generate", "--prompts", "/dev/null"], 1, /the file is empty/],
    ["a name of another format", ["generate", "a", "--out", "DIR/x.jpg"], 1, /written as PNG, got the name DIR\/x.jpg/],
    ["no prompt", ["generate"], 1, /A prompt or --prompts FILE was expected, got neither/],
    ["two prompts", ["generate", "a", "--prompts", "x"], 1, /got both/],
    ["a wrong aspect", ["generate", "a", "--aspect", "wide"], 1, /WIDTH:HEIGHT/],
    ["a wrong guidance", ["generate", "a", "--guidance", "high"], 2, /--guidance expected a number from 0 to 20/],
    ["a wrong seed", ["generate", "a", "--seed", "-1"], 2, /--seed expected a whole number/],
    ["a device that is not there", ["generate", "a", "--device", "abacus"], 1, /abacus/],
    ["a picture that is not there", ["describe", "DIR/none.png"], 1, /no file at DIR\/none.png/],
    ["a picture that is none", ["describe", stages], 1, /cannot be read as a picture/],
    ["a missing workflow", ["run", "DIR/none.json"], 1, /no file at DIR\/none.json/],
    ["a wrong --set", ["run", stages, "--set", "Sampler.sede=1"], 2, /no input "sede". Did you mean "seed"/],
    ["a value out of range", ["run", stages, "--set", "Sampler.topP=2"], 1, /a number from 0 to 1 at input "topP"/],
    ["no examples", ["world", "--count", "0", "--out", "DIR/w"], 2, /--count expected/],
    ["a split that is not there", ["evaluate", "--split", "both"], 2, /one of seen, held-out, phrasings, all/],
    [
      "a category that is not there",
      ["evaluate", "--only", "move"],
      1,
      /No category is called "move"; there are single-object;/,
    ],
    [
      "a folder of a page that is not there",
      ["evaluate", "--report", "DIR/none/x.md"],
      1,
      /folder for DIR\/none\/x.md/,
    ],
  ])("%s", async (_name, argv, code, sentence) => {
    const before = await readdir(work.path());
    const inFolder = argv.includes("--out") || argv[0] !== "generate" ? argv : [...argv, "--out", "DIR/bad.png"];
    const result = await check(argv.includes("--prompts") ? [...argv, "--out", "DIR/many"] : inFolder);
    expect(result).toMatchObject({ code, stdout: "", stderr: expect.stringMatching(sentence) });
    expect(result.stderr).not.toContain("    at ");
    expect(await readdir(work.path())).toEqual(before);
  });

  test("truncated weights", async () => {
    await cp(work.checkpoint, work.path("cut"), { recursive: true });
    await truncate(work.path("cut", "model.safetensors"), 9000);
    const { code, stderr } = await check(["generate", "a", "--model", "DIR/cut", "--out", "DIR/cut.png"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Error: .*model\.safetensors.*\n.*\n$/);
    expect(existsSync(work.path("cut.png"))).toBe(false);
  });

  test("an unknown node type", async () => {
    await writeFile(work.path("odd.json"), JSON.stringify({ 1: { class_type: "nextscale/save-imag", inputs: {} } }));
    const { code, stderr } = await check(["run", "DIR/odd.json", "--out", "DIR/odd"]);
    expect(code).toBe(1);
    expect(stderr).toContain('Did you mean "nextscale/save-image"?');
  });

  test.skipIf(!existsSync("/dev/full"))("a full disk, whose device stays a device", async () => {
    const { code, stderr } = await check(["generate", "a", "--out", "/dev/full"]);
    expect(code).toBe(1);
    expect(stderr).toContain("Error: The disk is full: could not write /dev/full.");
    expect((await check(["generate", "a", "--out", "/dev/full"])).code).toBe(1);
  });
});

test("run paints a workflow on the checkpoint that --set names", async () => {
  const set = ["--set", "Load Model.checkpoint=DIR/checkpoint", "--set", "Prompt.text=a red star"];
  const { code, stdout, stderr } = await check(["run", stages, ...set, "--out", "DIR/run"]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: "DIR/run/picture_00001.png\n" });
  expect(stderr).toContain("Scales 4/4");
});

test("world writes examples, and describe says something about one", async () => {
  const { code, stdout } = await check(["world", "--count", "2", "--out", "DIR/world", "--split", "held-out"]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: "DIR/world\n" });
  expect((await readdir(work.path("world"))).toSorted()).toEqual(["00000.png", "00001.png", "captions.jsonl"]);
  expect(await check(["describe", "DIR/world/00000.png"])).toMatchObject({ code: 0, stderr: "" });
});

test("doctor chooses a device", async () => {
  const { code, stdout } = await check(["doctor", "--device", "cpu", "--json"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ backend: "onnx", device: "cpu", chosen: true }));
});
