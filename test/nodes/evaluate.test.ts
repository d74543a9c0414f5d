import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { commands } from "../../nodes/commands/index.ts";
import { type Io, runCli } from "../../runtime/cli/index.ts";
import { suites } from "../../training/score/suites/suites.ts";
import { abilities } from "../../training/world/abilities/sample.ts";
import { fakeIo } from "../runtime/cli/fake-io.ts";
import { workFolder } from "./work-folder.ts";

const work = workFolder();

/** Evaluates the random checkpoint. `DIR` in a word stands for the folder of these tests. */
async function check(words: string, change: (io: Io, abort: () => void) => Io = (io) => io) {
  const fake = fakeIo({ env: { NEXTSCALE_MODEL: work.checkpoint } });
  const argv = ["evaluate", ...words.split(" ").map((word) => word.replaceAll("DIR", work.path()))];
  const code = await runCli(argv, { version: "0", description: "", commands }, change(fake.io, fake.abort));
  return { code, stdout: fake.written.stdout, stderr: fake.written.stderr };
}

const results = async (folder: string) => JSON.parse(await readFile(work.path(folder, "results.json"), "utf8"));

describe("evaluate", () => {
  test("asks the model every suite, and leaves tables, all answers, sheets and a page with pictures", async () => {
    const { code, stdout, stderr } = await check(
      "--suite all --split seen --count 1 --seed 2 --out DIR/all --report DIR/page.md",
    );
    expect({ code, stderr: stderr.includes("evaluate 100 %") }).toEqual({ code: 0, stderr: true });
    for (const suite of abilities) expect(stdout).toMatch(new RegExp(`^${suite} +seen$`, "m"));
    const report = await results("all");
    expect(report).toMatchObject({ seed: 2, count: 1, device: "onnx cpu", complete: true, answers: "model" });
    const rows = report.suites.edit.splits.seen.rows.map(({ category }: { category: string }) => category);
    expect(rows).toEqual(Object.keys(suites.edit.categories));
    const [first] = report.suites.clip.splits.seen.results;
    expect(first).toMatchObject({ id: "clip/text-to-clip/seen/0", seed: 2 });
    expect(first.said[0].filter((words: string) => words === "<image>").length).toBeGreaterThanOrEqual(4);
    expect((await sharp(work.path("all", "draw-counting-seen.webp")).metadata()).format).toBe("webp");
    const page = await readFile(work.path("page.md"), "utf8");
    const pictures = [...page.matchAll(/\]\((page\/[^)]+)\)/g)].map(([, path = ""]) => path);
    expect(pictures.length).toBeGreaterThan(35);
    expect(pictures.filter((path) => !existsSync(work.path(path)))).toEqual([]);
    expect((await readdir(work.path("page"))).length).toBe(pictures.length);
  });

  test("--ceiling gives the right words, and right pictures as the tokenizer leaves them", async () => {
    const asked = "--suite riddle --only sum --split seen --count 2 --ceiling --out DIR/most --report DIR/most.md";
    const { stdout } = await check(asked);
    expect(stdout).toMatch(/^sum +0\.0 % 0\/2\n.*\nseen: thought right 100\.0 %$/m);
    expect(await readFile(work.path("most.md"), "utf8")).toContain("**Not a model's answers:**");
  });

  test("another run is told beside on the page; a file that holds none is refused before work begins", async () => {
    const asked = "--suite riddle --only sum --split seen --count 1 --report DIR/both.md --beside DIR";
    expect(await check(`${asked}/most/results.json`)).toMatchObject({ code: 0 });
    const page = await readFile(work.path("both.md"), "utf8");
    expect(page).toMatch(/^\| Suite .*\| ceiling of .*, split by split \|$/m);
    expect(page).toMatch(/^\| \[Riddles\]\(#riddles\) \| .*\| 0\.0 % \|$/m);
    expect(await check(`${asked}/checkpoint/config.json`)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("config.json does not hold the results of an evaluation."),
    });
  });

  test("stopped early, it leaves what has been answered, and says so", async () => {
    let time = 0;
    const stopEarly = (io: Io, abort: () => void): Io => ({
      ...io,
      now: () => (time += 10_000),
      stderr: { write: (text) => (/^evaluate \d+ %/.test(text) ? abort() : io.stderr.write(text)) },
    });
    const asked = "--suite ask --count 3 --batch 4 --out DIR/part --report DIR/part.md";
    const { code, stdout, stderr } = await check(asked, stopEarly);
    expect({ code, stderr }).toEqual({ code: 130, stderr: "Stopped.\n" });
    expect(stdout).toMatch(/^overall/m);
    const report = await results("part");
    const said = Object.values<{ results: readonly unknown[] }>(report.suites.ask.splits).flatMap((s) => s.results);
    expect(report.complete).toBe(false);
    expect(said.length).toBeGreaterThan(0);
    expect(said.length).toBeLessThan(54);
    expect(await readFile(work.path("part.md"), "utf8")).toContain(
      `Stopped early: ${said.length} of 54 were answered.`,
    );
  });

  test("answers do not depend on what is asked beside", async () => {
    await check("--suite edit --only move --split seen --count 3 --batch 1 --out DIR/one");
    await check("--suite edit --only move --split seen --count 3 --batch 8 --out DIR/many");
    const [one, many] = await Promise.all(["one", "many"].map(results));
    expect(many.suites).toEqual(one.suites);
  });
});
