import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderScene } from "../../../training/world/render.ts";
import { loadSprites } from "../../../training/world/sprites.ts";
import { type WorldLine, writeWorld } from "../../../training/world/write.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tinyworld-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("writeWorld", () => {
  test("writes pictures that equal their scenes, and one caption line each", async () => {
    const out = join(folder, "set");
    const progress: number[] = [];
    await writeWorld({ count: 40, out, seed: 3, split: "seen", onProgress: (done) => progress.push(done) });
    const files = await readdir(out);
    expect(files.length).toBe(41);
    expect(files).toContain("00039.png");
    expect(progress.at(-1)).toBe(40);
    const lines = (await readFile(join(out, "captions.jsonl"), "utf8")).trimEnd().split("\n");
    expect(lines.length).toBe(40);
    const line = JSON.parse(lines[7] as string) as WorldLine;
    const pixels = await sharp(join(out, line.file)).raw().toBuffer();
    expect(Buffer.compare(pixels, Buffer.from(renderScene(line.scene, await loadSprites()).data))).toBe(0);
  });

  test("a folder that cannot be made is a typed error", async () => {
    const file = join(folder, "file");
    await writeFile(file, "");
    await expect(writeWorld({ count: 1, out: join(file, "set") })).rejects.toMatchObject({
      code: "WORLD_WRITE_FAILED",
    });
  });

  test("a write that fails half-way is a typed error and leaves no part of a file", async () => {
    // A folder cannot be replaced by a file, so the last step of the write fails, after the bytes are on disk.
    const out = join(folder, "blocked");
    await writeWorld({ count: 1, out });
    await rm(join(out, "00000.png"));
    await rm(join(out, "captions.jsonl"));
    await mkdir(join(out, "00000.png"));
    await expect(writeWorld({ count: 1, out })).rejects.toMatchObject({ code: "WORLD_WRITE_FAILED" });
    expect(await readdir(out)).toEqual(["00000.png"]);
  });

  test("a count below one is refused", async () => {
    await expect(writeWorld({ count: 0, out: folder })).rejects.toMatchObject({ code: "WORLD_BAD_COUNT" });
  });

  test("an aborted signal stops before captions.jsonl", async () => {
    const out = join(folder, "stopped");
    const stop = new AbortController();
    const written = writeWorld({ count: 200, out, signal: stop.signal, onProgress: () => stop.abort() });
    await expect(written).rejects.toThrow();
    expect(await readdir(out)).not.toContain("captions.jsonl");
  });
});
