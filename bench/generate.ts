import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { loadCheckpoint } from "../nodes/checkpoint/load.ts";
import { chooseCanvas } from "../nodes/painting/choose-canvas.ts";
import { paint } from "../nodes/painting/paint.ts";
import { race, ratio, report } from "./harness.ts";

const PROMPT = "a red circle to the left of a cat on a white background";
const BATCH = 16;
const bin = fileURLToPath(new URL("../dist/nodes/bin.js", import.meta.url));

/** A 64×64 picture with guidance: warm, as one of 16, and by the command from nothing to the PNG on disk. */
export async function generate(checkpoint = "tiny"): Promise<void> {
  await warm(checkpoint);
  if (existsSync(bin)) await cold(checkpoint);
  else console.log("Without `npm run build` there is no command to start: cold start left out.");
}

async function warm(checkpoint: string): Promise<void> {
  const model = await loadCheckpoint(checkpoint);
  const { grids } = chooseCanvas(model, "1:1");
  let seed = 0;
  const pictures = (count: number) =>
    paint(model, {
      prompts: Array.from({ length: count }, () => PROMPT),
      seeds: Array.from({ length: count }, () => seed++),
      grids,
      guidance: 3,
    });
  const times = await race({ "one picture": () => pictures(1), [`${BATCH} pictures`]: () => pictures(BATCH) });
  const [one, many] = [times["one picture"], times[`${BATCH} pictures`]];
  if (one && many)
    report(`64×64 with guidance, warm, on ${model.device}`, times, [
      `${one.median.toFixed(0)} ms a picture by itself, ${(many.median / BATCH).toFixed(0)} ms as one of ${BATCH}: ${((BATCH * one.median) / many.median).toFixed(1)} times as fast`,
    ]);
  await model.release();
}

async function cold(checkpoint: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "nextscale-bench-"));
  const out = join(folder, "picture.png");
  const run = (...args: readonly string[]) => promisify(execFile)(process.execPath, [bin, ...args]);
  const times = await race(
    {
      "generate, start to PNG": async () => {
        await run("generate", PROMPT, "--out", out, "--model", checkpoint, "--seed", "1");
        return readFile(out);
      },
      "--version": () => run("--version"),
    },
    { rounds: 5, warmup: 1 },
  );
  const spent = ratio(times["--version"], times["generate, start to PNG"]);
  report("the command, from process start", times, [`a picture costs ${spent.toFixed(1)} bare starts of the command`]);
  await rm(folder, { recursive: true, force: true });
}
