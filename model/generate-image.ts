/** The next-scale loop (§3.1): every step draws one whole grid. N images, each in `branches` sequences of the context. */
import { f32, type HostTensor, i32, randomKey, uniforms } from "../runtime/tensor/index.ts";
import { type Context, lastRows, releaseContext } from "./context.ts";
import { modelErrors } from "./errors.ts";
import { readGrid } from "./read-grid.ts";
import { idsOf, type Runner, releaseValue, type Value } from "./runner.ts";
import { guidanceRamp } from "./sample.ts";
import { atScale, checkSampling, type PerScale } from "./sampling-settings.ts";
import type { Grid } from "./schedule.ts";

export interface ImageOptions {
  /** Grids of the images, coarse to fine (`scheduleFor`). */
  readonly grids: readonly Grid[];
  /** One seed per image: the same seed and prompt give the same codes in any batch. */
  readonly seeds: readonly number[];
  /** Strength of classifier-free guidance at the last scale; it rises from 0 (§3.2). 0 turns it off. Default 3. */
  readonly guidance?: PerScale;
  /** Logits are divided by it. Above 0, default 1. */
  readonly temperature?: PerScale;
  /** Alternatives kept per cell, 0 for all. Default 2 (companion paper). */
  readonly topK?: PerScale;
  /** Probability kept per cell, 0 … 1. Default 0.9 (companion paper). */
  readonly topP?: PerScale;
  /** Weight of each branch's logits at a 0-based scale; replaces the guidance of two branches. */
  readonly mix?: (scale: number, scales: number) => readonly number[];
  /** The codes that stand in place of those drawn for a grid of an image; both row by row. Default: those drawn. */
  readonly replace?: (scale: number, image: number, drawn: Int32Array) => Int32Array;
  /** Called after each grid with its 0-based index and the codes of each image, row by row. */
  readonly onScale?: (scale: number, codes: readonly Int32Array[]) => void | Promise<void>;
  /** Looked at before each grid. */
  readonly signal?: AbortSignal;
}

export interface GeneratedImages {
  /** Per image, per grid, its codes row by row. */
  readonly codes: readonly (readonly Int32Array[])[];
  /** After the last grid's rows; `closeImages` goes on from here. */
  readonly context: Context;
}

/**
 * Draws the images that `context` has opened (its last row is `<boi>`). Its sequences are branch by branch: all images
 * with their prompts, then all images again without (`[conditional…, unconditional…]`); with as many sequences as
 * seeds there is no guidance. The given context stays usable. Throws MODEL_SETTING.
 */
export async function generateImages(
  runner: Runner,
  context: Context,
  { grids, seeds, guidance = 3, temperature = 1, topK = 2, topP = 0.9, mix, replace, onScale, signal }: ImageOptions,
): Promise<GeneratedImages> {
  const branches = branchCount(context, seeds);
  const mixAt = mix ?? ((k, n) => defaultMix(branches, atScale(guidance, k, "guidance"), k, n));
  const codes: Int32Array[][] = seeds.map(() => []);
  let now = context;
  try {
    for (const [k, [h, w]] of grids.entries()) {
      signal?.throwIfAborted();
      if (k > 0) {
        const next = await readGrid(runner, now, { grids, scale: k, source: k - 1 }, codes);
        if (now !== context) releaseContext(now);
        now = next;
      }
      const logits = await scoreCodes(runner, now, k, [h, w]);
      const settings = { ...checkSampling(k, { temperature, topK, topP }), mix: mixAt(k, grids.length) };
      const drawn = await drawCodes(runner, logits, { scale: k, seeds, cells: h * w, ...settings });
      releaseValue(logits);
      for (const [i, grid] of codes.entries()) {
        const own = drawn[i] as Int32Array;
        grid.push(replace?.(k, i, own) ?? own);
      }
      await onScale?.(
        k,
        codes.map((grid) => grid[k] as Int32Array),
      );
    }
  } catch (error) {
    if (now !== context) releaseContext(now);
    throw error;
  }
  return { codes, context: now };
}

function branchCount({ batch, hidden }: Context, seeds: readonly number[]): number {
  const branches = batch / seeds.length;
  if (hidden === null || !Number.isInteger(branches) || branches < 1)
    throw modelErrors.SETTING({
      setting: "seeds",
      want: `one per image of a context that has read <boi> in ${batch} sequences`,
      got: `${seeds.length}`,
    });
  return branches;
}

/** Scores of the codes of grid `scale`, whose rows `context` has read last: [branches · N · h·w, V]. */
export async function scoreCodes(runner: Runner, context: Context, scale: number, [h, w]: Grid): Promise<Value> {
  const rows = scale === 0 ? lastRows(context) : range(context.batch * h * w);
  const codes = runner.config.code_ranges[scale];
  const { logits } = await runner.visionLogits({
    hidden: context.hidden as Value,
    rows,
    ...(codes ? { range: f32(codes, [2]) } : {}),
  });
  return logits as Value;
}

/** How the codes of one grid are drawn, settings checked. */
export interface Drawing {
  /** 0-based. */
  readonly scale: number;
  /** One per image. */
  readonly seeds: readonly number[];
  /** h·w. */
  readonly cells: number;
  /** Weight of each branch's logits. */
  readonly mix: readonly number[];
  readonly temperature: number;
  readonly topK: number;
  readonly topP: number;
}

/** The codes of one grid of each image, drawn at once from `logits` [branches · N · cells, V]. */
export async function drawCodes(
  runner: Runner,
  logits: Value,
  { scale, seeds, cells, mix, temperature, topK, topP }: Drawing,
): Promise<readonly Int32Array[]> {
  const branches = mix.length;
  const drawn = await runner.sample({ kind: "vision", branches, topK })({
    logits,
    mix: f32(mix, [branches, 1, 1]),
    temperature: f32([temperature], []),
    topP: f32([topP], []),
    uniform: uniformsFor(seeds, scale, cells),
  });
  const ids = await idsOf(drawn, "ids"); // [N · cells]
  return seeds.map((_, i) => ids.slice(i * cells, (i + 1) * cells));
}

/** Weight of each branch's logits at 0-based `scale`: guidance if there is a branch without prompt. Throws MODEL_SETTING. */
export function defaultMix(branches: number, guidance: number, scale: number, scales: number): readonly number[] {
  if (branches === 1) return [1];
  if (branches === 2) return guidanceRamp(guidance, scale, scales);
  throw modelErrors.SETTING({ setting: "mix", want: `weights for ${branches} branches`, got: "none" });
}

/** Each image has its own random numbers, whatever stands beside it: [N · cells, 1]. */
function uniformsFor(seeds: readonly number[], scale: number, cells: number): HostTensor {
  const data = new Float32Array(seeds.length * cells);
  for (const [i, seed] of seeds.entries()) data.set(uniforms(randomKey(seed, "codes", scale), cells), i * cells);
  return f32(data, [seeds.length * cells, 1]);
}

const range = (n: number): HostTensor =>
  i32(
    Int32Array.from({ length: n }, (_, i) => i),
    [n],
  );
