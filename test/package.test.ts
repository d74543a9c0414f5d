import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

const MOST_BYTES = 60e6;

const packed = z.tuple([
  z.object({
    size: z.number(),
    filename: z.string(),
    files: z.array(z.object({ path: z.string(), mode: z.number() })),
  }),
]);

/** Everything that may be in the package. */
const parts = [
  /^dist\/(runtime|model|training|nodes)\/.*\.(js|d\.ts|json)$/,
  /^dist\/editor\/(index\.html|icon\.svg|assets\/[\w-]+\.(js|css))$/,
  /^checkpoints\/\w+\/[\w.-]+\.(json|safetensors|md|png)$/,
  /^workflows\/[\w-]+\.json$/,
  /^(LICENSE|NOTICE|README\.md|package\.json)$/,
];

const needed = [
  "dist/nodes/bin.js",
  "dist/editor/index.html",
  "dist/nodes/engine-process.js",
  "dist/training/world/emoji.json",
  "checkpoints/tiny/config.json",
  "checkpoints/tiny/tokenizer.json",
  "checkpoints/tiny/model.safetensors",
  "workflows/text-to-image.json",
  "LICENSE",
  "NOTICE",
  "README.md",
  "package.json",
];

const problem = !existsSync("checkpoints/tiny/config.json")
  ? "checkpoints/tiny is not there yet"
  : !existsSync("dist/nodes/bin.js")
    ? "`npm run build` has not been run"
    : undefined;

describe.skipIf(problem)(`the package${problem ? ` (skipped: ${problem})` : ""}`, () => {
  const place = { root: "" };
  beforeAll(async () => {
    place.root = await mkdtemp(join(tmpdir(), "nextscale-package-"));
  });
  afterAll(() => rm(place.root, { recursive: true, force: true }));

  const run = async (cwd: string, command: string, ...args: readonly string[]) => {
    const shell = process.platform === "win32";
    return (await promisify(execFile)(command, args, { cwd, shell, maxBuffer: 1e8 })).stdout;
  };
  const pack = async (...args: readonly string[]) =>
    packed.parse(JSON.parse(await run(".", "npm", "pack", "--json", "--ignore-scripts", ...args)))[0];

  test("holds what it needs, nothing else, and at most 60 MB", async () => {
    const { size, files } = await pack("--dry-run");
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(needed));
    expect(paths.filter((path) => !parts.some((part) => part.test(path)))).toEqual([]);
    expect(size).toBeLessThanOrEqual(MOST_BYTES);
  });

  test("installs in an empty folder without scripts, and paints there", async (context) => {
    const { filename } = await pack("--pack-destination", place.root);
    const folder = join(place.root, "empty");
    await mkdir(folder);
    await writeFile(join(folder, "package.json"), "{}");
    const options = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"];
    const refused = await run(folder, "npm", "install", ...options, join(place.root, filename)).then(
      () => undefined,
      (cause: unknown) => String(cause),
    );
    if (refused && /ENOTFOUND|ETIMEDOUT|ECONN|EAI_AGAIN|network/.test(refused))
      context.skip("the npm registry is out of reach");
    expect(refused).toBeUndefined();

    const { version } = z.object({ version: z.string() }).parse(JSON.parse(await readFile("package.json", "utf8")));
    expect((await run(folder, "npx", "--no-install", "nextscale", "--version")).trim()).toBe(version);
    await run(folder, "npx", "--no-install", "nextscale", "generate", "a red circle", "--out", "circle.png");
    const png = await readFile(join(folder, "circle.png"));
    expect([...png.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
  }, 180_000);
});
