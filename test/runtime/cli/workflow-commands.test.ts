import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createFlattenCommand, createValidateCommand, runCli, schemaCommand } from "../../../runtime/cli/index.ts";
import { api, registry } from "../workflow/fakes.ts";
import { fakeIo } from "./fake-io.ts";

const nodes = async () => registry;
const commands = [createValidateCommand({ registry: nodes }), createFlattenCommand({ registry: nodes }), schemaCommand];
let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "nextscale-commands-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function check(command: string, text: string, ...argv: readonly string[]) {
  const fake = fakeIo();
  const file = join(folder, "w.json");
  await writeFile(file, text);
  const words = command === "schema" ? [command] : [command, file, ...argv];
  const code = await runCli(words, { version: "0", description: "", commands }, fake.io);
  return { code, stdout: fake.written.stdout.replaceAll(folder, "DIR"), stderr: fake.written.stderr };
}
const sound = api({ 1: ["fake/add", { a: 1 }], 2: ["fake/show", { value: ["1", 0] }] });

test("validate says that a workflow is sound", async () => {
  expect(await check("validate", sound)).toEqual({
    code: 0,
    stdout: "DIR/w.json is sound: 2 nodes, 1 of them outputs.\n",
    stderr: "",
  });
});

test("validate tells all problems at once, and ends with 1", async () => {
  const { code, stderr } = await check("validate", sound, "--set", "1.a=x", "--set", "1.b=1000");
  expect(code).toBe(1);
  expect(stderr).toContain("2 problems:");
});

test("validate --json gives issues as data and in the wire's shapes", async () => {
  const { code, stdout } = await check("validate", sound, "--set", "1.a=x", "--json");
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    outputs: [],
    issues: [{ code: "bad-value", node: "1", input: "a", text: expect.stringContaining("expected a whole number") }],
    wire: { error: { type: "prompt_outputs_failed_validation" }, node_errors: { "1": { class_type: "fake/add" } } },
  });
});

test("flatten prints the API form, a node a line", async () => {
  const editor = {
    nodes: [
      { id: 1, type: "fake/add", mode: 0, title: "Sum", widgets_values: [1, 2] },
      { id: 2, type: "fake/show", mode: 0, inputs: [{ name: "value", type: "*", link: 1 }] },
      { id: 3, type: "Note", widgets_values: [""] },
    ],
    links: [[1, 1, 0, 2, 0, "INT"]],
    version: 0.4,
  };
  const { code, stdout } = await check("flatten", JSON.stringify(editor), "--set", "Sum.a=5");
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: `{
  "1": {"class_type":"fake/add","inputs":{"a":"5","b":2},"_meta":{"title":"Sum"}},
  "2": {"class_type":"fake/show","inputs":{"value":["1",0]}}
}
`,
  });
});

test("schema prints a JSON Schema of both forms", async () => {
  const { code, stdout } = await check("schema", "");
  const schema = JSON.parse(stdout);
  expect(code).toBe(0);
  expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
  expect(schema.anyOf.map(({ title }: { title: string }) => title)).toHaveLength(3);
  expect(Object.keys(schema.anyOf[0].properties)).toEqual(["nodes", "links", "definitions", "extra"]);
});
