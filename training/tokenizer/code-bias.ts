/** The bias that a finished tokenizer chooses codes with: λ times log frequency, until the two agree (`code-counts.ts`). */

import type { Grid } from "../../model/schedule.ts";
import type { TokenizerConfig } from "../../model/vision/config.ts";
import { CODE_BIAS } from "../../model/vision/parameters.ts";
import type { Backend } from "../../runtime/backends/backend.ts";
import { f32, type HostTensor, type Named } from "../../runtime/tensor/index.ts";
import { cellCount, encodeProgram } from "../transformer/codes.ts";
import type { Sprites } from "../world/sprites.ts";
import type { Canvas } from "../world/vocabulary.ts";
import { drawScenes, pixelShape, tokenizerBatch } from "./batch.ts";
import { biasOf, type CodeCounts, codeNats, countCodes, noCounts } from "./code-counts.ts";
import { forbidOthers, type Part } from "./parts.ts";

export interface CodeBiasOptions {
  readonly backend: Backend;
  readonly config: TokenizerConfig;
  readonly weights: Named<HostTensor>;
  readonly grids: Readonly<Record<Canvas, readonly Grid[]>>;
  readonly sprites: Sprites;
  /** λ of each grid, in halves of a squared feature distance per nat. */
  readonly strengths: readonly number[];
  readonly parts: readonly Part[];
  readonly seed: number;
}

export interface CodeBias {
  /** [grids, K], for `vision.code_bias`. */
  readonly bias: HostTensor;
  /** Nats a code of each grid, before and after. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

const BATCH = 64;
const BATCHES = 16;
const ROUNDS = 4;
const SCENES: readonly Canvas[] = ["1:1", "1:1", "1:1", "1:1", "5:3", "3:5", "2:1", "1:2"];

/**
 * Counts codes and re-encodes with the bias that the counts give, until the two agree well enough. Begins with `known`
 * counts of at least those grids that λ is given for, or with those of the nearest codes.
 */
export async function estimateCodeBias(options: CodeBiasOptions, known?: CodeCounts): Promise<CodeBias> {
  const { config, strengths, parts } = options;
  const biasFor = (from: CodeCounts) => forbidOthers(biasOf(from, strengths), parts);
  const count = await codeCounter(options);
  const biased = strengths.length;
  const first = known
    ? f32(Float32Array.from(known.data.slice(0, biased * config.codebook_size)), [biased, config.codebook_size])
    : await count.run(forbidOthers(biasOf(noCounts(biased, config.codebook_size), []), parts));
  let counts = first;
  let bias = biasFor(counts);
  for (let round = 0; round < ROUNDS; round++) {
    counts = await count.run(bias);
    if (round < ROUNDS - 1) bias = biasFor(counts);
  }
  await count.release();
  return { bias, before: codeNats(first), after: codeNats(counts) };
}

/** How often each code is taken on each grid, under a bias. */
async function codeCounter({ backend, config, weights, grids, sprites, strengths, seed }: CodeBiasOptions) {
  const nearest = { share: 0, topK: 1, temperature: 1 };
  const { [CODE_BIAS]: _, ...bound } = weights;
  const encoders = await Promise.all(
    [...new Set(SCENES)].map(async (canvas) => {
      const all = { ...bound, [CODE_BIAS]: f32([], [strengths.length, config.codebook_size]) };
      const made = encodeProgram(all, config, grids[canvas], pixelShape(BATCH, canvas), nearest);
      return [canvas, await backend.compile(made, { bind: bound })] as const;
    }),
  );
  const of = new Map(encoders);
  return {
    run: async (bias: HostTensor): Promise<CodeCounts> => {
      const counts = noCounts(strengths.length, config.codebook_size);
      for (let i = 0; i < BATCHES; i++) {
        const canvas = SCENES[i % SCENES.length] as Canvas;
        const cells = cellCount(grids[canvas]);
        const { pixels } = tokenizerBatch(drawScenes(BATCH, canvas, "seen", seed, "code bias", i), sprites);
        const uniforms = f32(new Float32Array(2 * BATCH * cells).fill(1), [2, BATCH * cells]);
        const result = await of.get(canvas)?.run({ pixels, uniforms, [CODE_BIAS]: bias });
        countCodes(counts, (await result?.targets?.read())?.data ?? [], grids[canvas]);
      }
      return counts;
    },
    release: async () => {
      for (const [, executable] of encoders) await executable.release();
    },
  };
}
