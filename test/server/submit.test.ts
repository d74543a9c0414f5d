import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BIN, isBuilt, type Served, serve } from "./served.ts";

describe.skipIf(!isBuilt)("nextscale submit and jobs", () => {
  let served: Served;
  const place = { root: "" };
  const at = (name: string) => join(place.root, name);
  beforeAll(async () => {
    served = await serve();
    place.root = await mkdtemp(join(tmpdir(), "nextscale-submit-"));
  });
  afterAll(async () => {
    await served.stop();
    await rm(place.root, { recursive: true, force: true });
  });

  const start = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const settings = { NEXTSCALE_PACKS: at("packs"), NEXTSCALE_SERVER: served.url, ...env };
    const child = spawn(process.execPath, [BIN, ...args], { env: { ...process.env, ...settings } });
    const said = { stdout: "", stderr: "" };
    child.stdout.on("data", (text) => {
      said.stdout += text;
    });
    child.stderr.on("data", (text) => {
      said.stderr += text;
    });
    const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((done) => {
      child.on("close", (code) => done({ code, ...said }));
    });
    return { child, ended };
  };
  const run = (...args: readonly string[]) => start(args).ended;
  const workflow = "workflows/text-to-image-simple.json";

  test("submit runs a workflow on the server, shows its progress and brings the picture", async () => {
    const { code, stdout, stderr } = await run("submit", workflow, "--out", at("out"), "--set", "Painter.seed=4");
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${at("out/picture_00001.png")}\n` });
    expect(stderr).toMatch(/Painter\n {6}scale 1\/\d/);
    expect(await sharp(at("out/picture_00001.png")).metadata()).toMatchObject({ format: "png", width: 64 });
  });

  test("a result never takes the place of another", async () => {
    await run("submit", workflow, "--out", at("twice"));
    await writeFile(at("twice/picture_00003.png"), "mine");
    const { stdout } = await run("submit", workflow, "--out", at("twice"), "--set", "Painter.seed=5");
    expect(stdout).toBe(`${at("twice/picture_00003 (1).png")}\n`);
    expect(await readdir(at("twice"))).toHaveLength(3);
  });

  test("a picture of this machine goes along", async () => {
    await sharp({ create: { width: 64, height: 64, channels: 3, background: "#3060c0" } })
      .png()
      .toFile(at("blue.png"));
    const setting = `Load Image.file=${at("blue.png")}`;
    const { code, stderr } = await run("submit", "workflows/round-trip.json", "--out", at("trip"), "--set", setting);
    expect(stderr).toContain(`Sent ${at("blue.png")}.`);
    expect(code).toBe(0);
    expect(await readdir(at("trip"))).toHaveLength(1);
  });

  test("what is wrong with a graph, and what fails in it, is told with node and reason", async () => {
    const refused = await run("submit", workflow, "--set", "Painter.count=1000");
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Node 2: Value 1000 bigger than max of 64"),
    });
    const failed = await run("submit", "workflows/caption.json", "--set", "Load Image.file=nowhere.png");
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining("nowhere.png") });
  });

  test("a job that nobody waits for is listed, shown and done again", async () => {
    const { stdout } = await run("submit", workflow, "--detach", "--set", "Painter.seed=6");
    const id = stdout.trim();
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    while (JSON.parse((await run("jobs", "show", id)).stdout).status !== "completed");
    const listed = await run("jobs", "list", "--status", "completed");
    expect(listed.stdout).toContain(`${id}  completed`);
    const again = (await run("jobs", "retry", id)).stdout.trim();
    expect(again).not.toBe(id);
    expect(JSON.parse((await run("jobs", "show", again)).stdout).id).toBe(again);
    expect((await run("jobs", "cancel", id)).stdout).toContain("has ended already");
  });

  test("Ctrl-C cancels the job on the server too", async () => {
    const { child, ended } = start(["submit", workflow, "--set", "Painter.count=64", "--set", "Painter.seed=7"]);
    child.stderr.on("data", (text: Buffer) => {
      if (/scale 1\/\d/.test(text.toString())) child.kill("SIGINT");
    });
    expect(await ended).toMatchObject({ code: 130, stderr: expect.stringContaining("Stopped.") });
    const { stdout } = await run("jobs", "list", "--limit", "1", "--json");
    const [{ id }] = JSON.parse(stdout);
    while (JSON.parse((await run("jobs", "show", id)).stdout).status === "in_progress");
    expect(JSON.parse((await run("jobs", "show", id)).stdout).status).toBe("cancelled");
  });

  test("no server, and a wrong address, are told plainly", async () => {
    const nobody = await run("submit", workflow, "--server", "http://127.0.0.1:9");
    expect(nobody).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("No server answers at http://127.0.0.1:9."),
    });
    expect(await run("jobs", "list", "--server", "nonsense")).toMatchObject({ code: 2 });
  });
});
