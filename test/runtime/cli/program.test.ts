import { describe, expect, expectTypeOf, test } from "vitest";
import { argument, defineCommand, option, runCli } from "../../../runtime/cli/index.ts";
import { defineErrors } from "../../../runtime/errors.ts";
import { port } from "../../../runtime/workflow/index.ts";
import { fakeIo } from "./fake-io.ts";

const paintErrors = defineErrors("PAINT", {
  DRY: { text: (d: { colour: string }) => `The ${d.colour} is dry.`, help: "Buy paint." },
});

const paint = defineCommand({
  name: "paint",
  summary: "paint a word",
  arguments: {
    word: argument("WORD", "what to paint", port.text()),
    place: argument("PLACE", "where", port.optional(port.text())),
  },
  options: {
    topK: option.value("K", "choices", port.integer({ min: 1, default: 2 })),
    aspect: option.value("A", "form", port.choice(["1:1", "4:3"], { default: "1:1" })),
    device: option.value("D", "device", port.text({ default: "auto" }), { env: "FAKE_DEVICE" }),
    set: option.list("X=Y", "settings"),
    json: option.flag("as JSON"),
  },
  run: async (input, io) => {
    expectTypeOf(input.word).toEqualTypeOf<string>();
    expectTypeOf(input.place).toEqualTypeOf<string | undefined>();
    expectTypeOf(input.topK).toEqualTypeOf<number>();
    expectTypeOf(input.aspect).toEqualTypeOf<"1:1" | "4:3">();
    expectTypeOf(input.set).toEqualTypeOf<readonly string[]>();
    expectTypeOf(input.json).toEqualTypeOf<boolean>();
    if (input.word === "dry") throw paintErrors.DRY({ colour: "red" }, { cause: new Error("sun") });
    if (input.word === "bug") throw new TypeError("x is not a function");
    io.stdout.write(JSON.stringify(input));
  },
});
const tokenizer = defineCommand({
  name: "train tokenizer",
  summary: "train the tokenizer",
  arguments: {},
  options: {},
  run: async (_input, io) => {
    io.stdout.write("trained");
  },
});
const cli = { version: "1.2.3", description: "Paints.", commands: [paint, tokenizer] };

async function check(argv: string, options?: Parameters<typeof fakeIo>[0]) {
  const fake = fakeIo(options);
  const code = await runCli(argv === "" ? [] : argv.split(" "), cli, fake.io);
  return { code, ...fake.written };
}

test("arguments and options are read by their ports", async () => {
  const { code, stdout } = await check("paint cat --top-k 5 --set a=1 --set b=2 --json --aspect 4:3");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    word: "cat",
    topK: 5,
    aspect: "4:3",
    device: "auto",
    set: ["a=1", "b=2"],
    json: true,
  });
});

test("what is not given has its default, or comes from the environment", async () => {
  const { stdout } = await check("paint cat wall", { env: { FAKE_DEVICE: "gpu" } });
  expect(JSON.parse(stdout)).toEqual({
    word: "cat",
    place: "wall",
    topK: 2,
    aspect: "1:1",
    device: "gpu",
    set: [],
    json: false,
  });
});

test("a command in a group runs", async () => {
  expect(await check("train tokenizer")).toEqual({ code: 0, stdout: "trained", stderr: "" });
});

test("a typed error is one sentence and what to do, without a stack", async () => {
  expect(await check("paint dry")).toEqual({ code: 1, stdout: "", stderr: "Error: The red is dry.\nBuy paint.\n" });
});

test("--verbose shows where it happened and why", async () => {
  for (const argv of ["paint dry --verbose", "--verbose paint dry"]) {
    const { code, stderr } = await check(argv);
    expect(code).toBe(1);
    expect(stderr).toContain("program.test.ts");
    expect(stderr).toContain("Caused by Error: sun");
  }
});

test("an unexpected error has no stack either, and asks for a report", async () => {
  const { code, stderr } = await check("paint bug");
  expect(code).toBe(1);
  expect(stderr).toBe(
    "Error: x is not a function\nThis is unexpected: run again with --verbose and report what it prints.\n",
  );
});

describe("wrong usage ends with 2 and says what is wrong", () => {
  test.each([
    ["paint cat --top-k many", '--top-k expected a whole number of at least 1, got "many".'],
    ["paint cat --aspect 2:1", '--aspect expected one of 1:1, 4:3, got "2:1".'],
    ["paint", "missing required argument 'WORD'"],
    ["paint cat --colour red", "unknown option '--colour'"],
    ["pain", "Did you mean paint?"],
    ["paint a b c", "too many arguments"],
    ["train", "Usage: nextscale train"],
  ])("%s", async (argv, sentence) => {
    const { code, stderr } = await check(argv);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain("    at ");
  });
});

test("a bad value in the environment is named by its variable", async () => {
  const numbers = defineCommand({
    ...tokenizer,
    options: { size: option.value("N", "size", port.integer({ default: 1 }), { env: "SIZE" }) },
    run: async () => {},
  });
  const fake = fakeIo({ env: { SIZE: "big" } });
  expect(await runCli(["train", "tokenizer"], { ...cli, commands: [numbers] }, fake.io)).toBe(2);
  expect(fake.written.stderr).toContain('SIZE expected a whole number, got "big".');
});

test("help and version are results", async () => {
  expect(await check("--version")).toEqual({ code: 0, stdout: "1.2.3\n", stderr: "" });
  const help = await check("--help");
  expect(help).toMatchObject({ code: 0, stderr: "" });
  expect(help.stdout).toMatch(/paint .*paint a word/);
  const command = await check("paint --help");
  expect(command.stdout).toContain("--aspect <A>");
  expect(command.stdout).toContain("form (one of 1:1, 4:3; default 1:1)");
  expect(command.stdout).toContain("(default auto; or FAKE_DEVICE)");
  expect(await check("")).toMatchObject({ code: 2, stdout: expect.stringContaining("Usage: nextscale") });
});
