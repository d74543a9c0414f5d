import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { createRng } from "../../runtime/tensor/random.ts";
import { caption } from "./caption.ts";
import { describe } from "./describe.ts";
import { worldErrors } from "./errors.ts";
import { generateScene } from "./generate.ts";
import type { Split } from "./held-out.ts";
import type { Image } from "./image.ts";
import { renderScene } from "./render.ts";
import type { Scene } from "./scene.ts";
import { loadSprites } from "./sprites.ts";
import { type Canvas, canvases } from "./vocabulary.ts";

export interface WriteWorldOptions {
  /** Number of examples, at least 1. */
  readonly count: number;
  /** The folder to write; made when missing. */
  readonly out: string;
  /** Default 0. Example i depends only on (seed, split, i). */
  readonly seed?: number;
  /** Default "seen". */
  readonly split?: Split;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, count: number) => void;
}

/** One line of `captions.jsonl`. */
export interface WorldLine {
  readonly file: string;
  readonly caption: string;
  /** The canonical caption. */
  readonly description: string;
  readonly scene: Scene;
}

/** Examples encoded at the same time. */
const lane = 32;
const canvasNames = Object.keys(canvases) as readonly Canvas[];

/**
 * Writes a generated data set: `00000.png`, … and `captions.jsonl` with one `WorldLine` per example. Every file appears
 * whole or not at all, `captions.jsonl` last, so its presence means that the set is complete.
 *
 * Throws WORLD_BAD_COUNT, WORLD_WRITE_FAILED, or the signal's reason.
 */
export async function writeWorld(options: WriteWorldOptions): Promise<void> {
  const { count, out, seed = 0, split = "seen", signal, onProgress } = options;
  if (!Number.isInteger(count) || count < 1) throw worldErrors.BAD_COUNT({ count });
  signal?.throwIfAborted();
  await attempt("the folder", () => mkdir(out, { recursive: true }));
  const sprites = await loadSprites();
  const lines: string[] = [];
  for (let start = 0; start < count; start += lane) {
    const examples = Array.from({ length: Math.min(lane, count - start) }, (_, i) => example(seed, split, start + i));
    await settleAll(
      examples.map(async ({ file, scene }) => writeWhole(out, file, await encodePng(renderScene(scene, sprites)))),
    );
    lines.push(...examples.map((line) => `${JSON.stringify(line)}\n`));
    onProgress?.(start + examples.length, count);
    signal?.throwIfAborted();
  }
  await writeWhole(out, "captions.jsonl", Buffer.from(lines.join("")));
}

function example(seed: number, split: Split, index: number): WorldLine {
  const rng = createRng(seed, "world", split, index);
  const scene = generateScene(rng, { canvas: rng.pick(canvasNames), split });
  const file = `${String(index).padStart(5, "0")}.png`;
  return { file, caption: caption(scene, rng), description: describe(scene), scene };
}

function encodePng({ height, width, data }: Image): Promise<Buffer> {
  return sharp(data, { raw: { height, width, channels: 3 } })
    .png()
    .toBuffer();
}

/** Writes under a passing name first; on failure nothing is left behind. */
async function writeWhole(folder: string, file: string, bytes: Uint8Array): Promise<void> {
  const passing = join(folder, `.${file}.${process.pid}.tmp`);
  try {
    await writeFile(passing, bytes);
    await rename(passing, join(folder, file));
  } catch (cause) {
    await rm(passing, { force: true }).catch(() => undefined);
    throw failed(file, cause);
  }
}

/** Waits for all, so that no write goes on after the error. */
async function settleAll(work: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) if (result.status === "rejected") throw result.reason;
}

async function attempt(file: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (cause) {
    throw failed(file, cause);
  }
}

function failed(file: string, cause: unknown) {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
  return worldErrors.WRITE_FAILED({ file, reason: reasons[code] ?? `the system says ${code}` }, { cause });
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  EROFS: "the disk is read-only",
  ENOTDIR: "the path leads through a file that is not a folder",
  EEXIST: "a file stands where the folder should be",
};
