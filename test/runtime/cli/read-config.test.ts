import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { schemaCommand } from "../../../runtime/cli/index.ts";
import { runCli } from "../../../runtime/cli/program.ts";
import { readConfig } from "../../../runtime/cli/read-config.ts";
import { configSchema } from "../../../runtime/server/config.ts";
import { defaultLimits } from "../../../runtime/server/services.ts";
import { fakeIo } from "./fake-io.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "nextscale-config-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const read = async (text: string) => {
  const path = join(folder, "nextscale.config.json");
  await writeFile(path, text);
  return readConfig(path);
};

test("what a file leaves out has its default", async () => {
  const config = await read('{ "port": 9000, "limits": { "waiting": 5 } }');
  expect(config).toMatchObject({
    host: "127.0.0.1",
    port: 9000,
    device: "auto",
    tokens: [],
    retention: { jobs: 10_000 },
  });
  expect(config.limits).toEqual({ ...defaultLimits, waiting: 5 });
  expect(configSchema.parse({}).port).toBe(8188);
});

test.each([
  ["{", "cannot be used"],
  ['{ "prot": 1 }', "prot"],
  ['{ "port": 70000 }', "port"],
  ['{ "tokens": [{ "role": "king", "secret": "0123456789abcdef" }] }', "tokens.0.role"],
  ['{ "tokens": [{ "role": "view", "secret": "short" }] }', "tokens.0.secret"],
  ['{ "port": "x", "log": "loud" }', "log"],
  ["[]", "the whole"],
])("%s is refused with its place", async (text, place) => {
  const refused = await read(text).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: "CLI_WRONG_CONFIG", message: expect.stringContaining(place) });
});

test("a file that was named must be there", async () => {
  await expect(readConfig(join(folder, "none.json"))).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
});

test("schema config prints what the file may hold", async () => {
  const { io, written } = fakeIo();
  expect(await runCli(["schema", "config"], { version: "0", description: "", commands: [schemaCommand] }, io)).toBe(0);
  expect(Object.keys(JSON.parse(written.stdout).properties)).toContain("retention");
});
