import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/**
 * A pack's whole life with the packed package, as its author and its user see it. `npm install` in the pack's folder is
 * done by links to what is installed here, so that no network is needed.
 */
const isBuilt = existsSync("dist/nodes/bin.js");

describe.skipIf(!isBuilt)(`the life of a pack${isBuilt ? "" : " (skipped: `npm run build` has not been run)"}`, () => {
  const place = { root: "" };
  const at = (...names: string[]) => join(place.root, ...names);

  const run = async (cwd: string, command: string, ...args: readonly string[]) => {
    const env = { ...process.env, NEXTSCALE_PACKS: at("packs") };
    return promisify(execFile)(command, args, { cwd, env, maxBuffer: 1e8 }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
    );
  };
  const nextscale = (cwd: string, ...args: readonly string[]) =>
    run(cwd, process.execPath, at("program", "package", "dist", "nodes", "bin.js"), ...args);

  beforeAll(async () => {
    place.root = await mkdtemp(join(tmpdir(), "nextscale-pack-life-"));
    await mkdir(at("program"));
    const packed = await run(".", "npm", "pack", "--ignore-scripts", "--json", "--pack-destination", place.root);
    const [{ filename }] = JSON.parse(packed.stdout);
    await run(".", "tar", "xzf", at(filename), "-C", at("program"));
    await symlink(resolve("node_modules"), at("program", "package", "node_modules"));
  });
  afterAll(() => rm(place.root, { recursive: true, force: true }));

  test("created, built, tested, packed, added, run, locked, removed, missed", async () => {
    expect(await nextscale(place.root, "pack", "create", "@you/nextscale-blur", "--dir", "blur")).toMatchObject({
      code: 0,
    });
    const blur = at("blur");
    await linkDependencies(join(blur, "node_modules"), at("program", "package"));

    const tested = await run(blur, "npm", "test");
    expect(tested.stdout).toMatch(/# pass \d\d\n# fail 0/);
    const checked = await nextscale(blur, "pack", "test");
    expect(checked.stderr).toMatch(/keeps all \d+ rules/);

    await run(blur, "npm", "pack", "--pack-destination", place.root);
    const added = await nextscale(place.root, "pack", "add", "you-nextscale-blur-0.1.0.tgz");
    expect(added).toMatchObject({ code: 0, stdout: "blur/invert-image\n" });
    expect((await nextscale(place.root, "pack", "list")).stdout).toMatch(
      /@you\/nextscale-blur +0\.1\.0 +ready +blur\/invert-image/,
    );
    expect((await nextscale(place.root, "nodes", "blur/invert-image")).stdout).toContain("# Invert Image");

    const workflow = join(blur, "workflows", "invert.json");
    const ran = await nextscale(place.root, "run", workflow, "--out", "out", "--lock", "locked.json");
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining("inverted_00001.png") });
    expect(await readdir(at("out"))).toEqual(["inverted_00001.png"]);
    const { extra } = JSON.parse(await readFile(at("locked.json"), "utf8"));
    expect(extra.lock.packs).toMatchObject({ "@you/nextscale-blur": "0.1.0" });

    expect(await nextscale(place.root, "pack", "remove", "@you/nextscale-blur")).toMatchObject({ code: 0 });
    const missed = await nextscale(place.root, "run", "locked.json");
    expect(missed.code).toBe(1);
    expect(missed.stderr).toContain("nextscale pack add @you/nextscale-blur@0.1.0");
    expect(missed.stderr).toContain('"blur/invert-image", which no installed pack brings');
  });

  test("pack dev tests on every change, and workflows use the pack meanwhile", async () => {
    const folder = at("dev");
    await mkdir(join(folder, "src"), { recursive: true });
    const scripts = { test: "node src/say.mjs" };
    const field = { api: 1, namespace: "dev", manifest: "nodes.json", nodes: "nodes.js" };
    await writeFile(
      join(folder, "package.json"),
      JSON.stringify({ name: "dev", version: "1.0.0", scripts, nextscale: field }),
    );
    await writeFile(join(folder, "nodes.json"), '{"nodes":[],"replacements":[]}');
    await writeFile(join(folder, "src", "say.mjs"), 'console.log("tested once")');

    const env = { ...process.env, NEXTSCALE_PACKS: at("packs") };
    const bin = at("program", "package", "dist", "nodes", "bin.js");
    const child = execFile(process.execPath, [bin, "pack", "dev", folder], { env });
    let said = "";
    const heard = (text: string) =>
      new Promise<void>((done) => {
        const listen = () => said.includes(text) && done();
        child.stderr?.on("data", listen);
        child.stdout?.on("data", listen);
        listen();
      });
    for (const stream of [child.stderr, child.stdout]) stream?.on("data", (text: string) => (said += text));
    await heard("Waiting for a change.");
    expect(said).toContain("tested once");
    expect((await nextscale(place.root, "pack", "list")).stdout).toMatch(/dev +1\.0\.0 +linked/);
    await writeFile(join(folder, "src", "say.mjs"), 'console.log("tested twice")');
    await heard("tested twice");
    const closed = new Promise((done) => child.on("close", done));
    child.kill("SIGINT");
    await closed;
    expect((await nextscale(place.root, "pack", "list")).stdout).toContain("No packs are installed");
  });
});

/** What `npm install` would put into the folder of a new pack. */
async function linkDependencies(folder: string, program: string): Promise<void> {
  await mkdir(join(folder, ".bin"), { recursive: true });
  await mkdir(join(folder, "@types"));
  await symlink(program, join(folder, "nextscale"));
  await symlink(resolve("node_modules/typescript"), join(folder, "typescript"));
  await symlink(resolve("node_modules/@types/node"), join(folder, "@types", "node"));
  await symlink("../typescript/bin/tsc", join(folder, ".bin", "tsc"));
  const bin = `#!/bin/sh\nexec "${process.execPath}" "${join(program, "dist", "nodes", "bin.js")}" "$@"\n`;
  await writeFile(join(folder, ".bin", "nextscale"), bin, { mode: 0o755 });
}
