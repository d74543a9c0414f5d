import { expect, test } from "vitest";
import { initialiseRows } from "../../../model/parameter-row.ts";
import { createCodec } from "../../../model/vision/codec.ts";
import { CODE_BIAS, codebookParameters, visionParameters } from "../../../model/vision/parameters.ts";
import { createRng, f32 } from "../../../runtime/tensor/index.ts";
import { noCounts } from "../../../training/tokenizer/code-counts.ts";
import { firstPartCodes, revivePartCodes } from "../../../training/tokenizer/codebook.ts";
import { readCodes } from "../../../training/tokenizer/codebook-weights.ts";
import { codeMask, codeRanges, forbidOthers, type Part } from "../../../training/tokenizer/parts.ts";
import { startTokenizer, tokenizerRecipe, tokenizerStep } from "../../../training/tokenizer/recipe.ts";
import { micro } from "../micro.ts";
import { backend } from "../toy-trainer.ts";

const grids = [
  [1, 1],
  [2, 2],
] as const;
const parts: readonly Part[] = [
  { numbers: [2, 4], codes: 3 },
  { numbers: [0, 2], codes: 5 },
];

test("parts take codes one after the other, and only their own numbers of a code learn", () => {
  expect(codeRanges(parts)).toEqual([
    [0, 3],
    [3, 8],
  ]);
  const { shape, data } = codeMask(parts, 8, 4);
  expect(shape).toEqual([8, 4]);
  expect([...data.slice(8, 16)]).toEqual([0, 0, 1, 1, 1, 1, 0, 0]);
});

test("a grid's bias leaves its own codes alone and forbids all others", () => {
  const { data } = forbidOthers(noCounts(2, 8), parts);
  const allowed = [...data].map((v) => v === 0);
  expect(allowed).toEqual([true, true, true, ...Array(5).fill(false), false, false, false, ...Array(5).fill(true)]);
});

test("codes begin as points of their part, zero elsewhere, and unused ones begin anew as what was missed most", () => {
  const features = f32(
    Float32Array.from({ length: 6 * 2 * 2 * 4 }, (_, i) => Math.floor(i / 4) + (i % 4) / 10),
    [6, 2, 2, 4],
  );
  const codes = firstPartCodes(features, grids, parts, 8, 1);
  for (let code = 0; code < 8; code++) {
    const row = [...codes.slice(code * 4, code * 4 + 4)];
    const own = code < 3 ? row.slice(2) : row.slice(0, 2);
    expect(own.some((v) => v !== 0)).toBe(true);
    expect(code < 3 ? row.slice(0, 2) : row.slice(2)).toEqual([0, 0]);
  }
  const counts = noCounts(2, 8);
  (counts.data as Float32Array).fill(1);
  (counts.data as Float32Array)[8 + 4] = 0; // code 4 of grid 2 went unused
  const targets = new Float32Array(5 * 4);
  targets.set([100, 50, 7, 7], 3 * 4);
  const taken = Int32Array.of(0, 3, 3, 3, 3);
  codes.fill(0, 3 * 4, 4 * 4);
  const rng = createRng(1, "revive");
  expect(revivePartCodes(codes, counts, { targets, taken }, grids, parts, rng)).toBe(1);
  expect([...codes.slice(16, 20)]).toEqual([100, 50, 0, 0]);
});

test("a tokenizer trained with parts keeps every grid to its own codes", async () => {
  const config = { ...micro.config, vision: { ...micro.config.vision, layers: 1 } };
  const own: readonly Part[] = [2, 3, 4, 7].map((codes, k) => ({ numbers: [2 * k, 2 * k + 2], codes }));
  const recipe = {
    ...tokenizerRecipe,
    ...{ steps: 3, batch: 4, continuous: 1 / 3, biasStrengths: [0.1, 0.1, 0.1, 0.1], parts: own, dense: 0.5 },
    exchanged: { outlines: [0, 2], colors: [2, 6] },
  } as const;
  const run = { ...micro, config, backend, recipe };
  const trainer = startTokenizer(run);
  const counts = noCounts(4, config.codebook_size);
  for (let i = 0; i < 3; i++) expect((await tokenizerStep(run, trainer, counts)).reconstruction).toBeGreaterThan(0);
  const ranges = codeRanges(own);
  for (const [k, [from, to]] of ranges.entries())
    for (let code = 0; code < config.codebook_size; code++)
      if (code < from || code >= to) expect(counts.data[k * config.codebook_size + code]).toBe(0);
  const codes = await readCodes(trainer);
  expect([...codes.slice(0, 8)].slice(2)).toEqual(Array(6).fill(0));
  await trainer.close();
});

test("a codec with such a bias gives each grid codes of its part", async () => {
  const config = { ...micro.config, vision: { ...micro.config.vision, biased_grids: 4 } };
  const weights = initialiseRows([...visionParameters(config), ...codebookParameters(config)], 1);
  const own: readonly Part[] = [4, 4, 4, 4].map((codes, k) => ({ numbers: [2 * k, 2 * k + 2], codes }));
  const bias = forbidOthers(noCounts(4, config.codebook_size), own);
  const codec = createCodec(config, { ...weights, [CODE_BIAS]: bias }, 16, (p, o) => backend.compile(p, o));
  const picture = { height: 64, width: 64, data: new Uint8Array(64 * 64 * 3).fill(90) };
  const codes = await codec.encode(picture, micro.grids["1:1"]);
  for (const [k, [from, to]] of codeRanges(own).entries())
    expect([...(codes[k] ?? [])].every((code) => code >= from && code < to)).toBe(true);
  await codec.release();
});
