/** The visual tokenizer at work: pictures to codes and back. N cells of all grids together. */
import {
  f32,
  type HostTensor,
  i32,
  input,
  mapNamed,
  type Named,
  type Program,
  program,
  sortedNodes,
  type Tensor,
} from "../../runtime/tensor/index.ts";
import { type Compile, hostOf } from "../runner.ts";
import type { Grid } from "../schedule.ts";
import type { TokenizerConfig } from "./config.ts";
import { decodePixels, encodePixels, type Weights } from "./network.ts";
import { CODE_BIAS, codebookParameters, visionParameters } from "./parameters.ts";
import { codebookOf, quantize, sumOfCodes } from "./quantize.ts";

/** Rows from the top, 3 bytes (RGB) a pixel. */
export interface Picture {
  readonly height: number;
  readonly width: number;
  readonly data: Uint8Array;
}

export interface Codec {
  /** Codes of each grid, row by row. The picture's size is the last grid times the stride. */
  encode(picture: Picture, grids: readonly Grid[]): Promise<readonly Int32Array[]>;
  /**
   * The picture that the codes of all grids add up to. With the codes of the first grids only, what is known so far:
   * missing grids count as zero.
   */
  decode(codes: readonly ArrayLike<number>[], grids: readonly Grid[]): Promise<Picture>;
  release(): Promise<void>;
}

/** A codec over a checkpoint's weights. Programs are compiled when a list of grids is first met. */
export function createCodec(
  config: TokenizerConfig,
  weights: Named<HostTensor>,
  stride: number,
  compile: Compile,
): Codec {
  const compiled = new Map<string, ReturnType<Compile>>();
  const run = async (key: string, make: () => Program, inputs: Named<HostTensor>) => {
    const ready = compiled.get(key) ?? compileWith(weights, make(), compile);
    compiled.set(key, ready);
    return (await ready).run(inputs);
  };
  return {
    encode: async ({ height, width, data }, grids) => {
      const shape = [1, height, width, 3];
      const pixels = f32(
        Float32Array.from(data, (v) => v / 127.5 - 1),
        shape,
      );
      const make = () => encodeProgram(config, weights, grids, shape);
      const result = await run(`encode ${JSON.stringify(grids)}`, make, { pixels });
      return Promise.all(grids.map(async (_, k) => Int32Array.from((await hostOf(result, codesKey(k))).data)));
    },
    decode: async (codes, grids) => {
      const [h, w] = grids.at(-1) as Grid;
      const make = () => decodeProgram(config, weights, grids);
      const result = await run(`decode ${JSON.stringify(grids)}`, make, {
        ...allCodes(codes, grids),
        known: f32(
          grids.map((_, k) => Number(k < codes.length)),
          [grids.length],
        ),
      });
      return { height: h * stride, width: w * stride, data: toBytes((await hostOf(result, "pixels")).data) };
    },
    release: async () => {
      const all = [...compiled.values()];
      compiled.clear();
      for (const executable of all) await (await executable).release();
    },
  };
}

const codesKey = (scale: number): string => `codes.${scale}`;

/** `pixels` −1…1 [1, H, W, 3] → per grid the codes, i32 [1, n]. */
function encodeProgram(
  config: TokenizerConfig,
  weights: Named<HostTensor>,
  grids: readonly Grid[],
  shape: readonly number[],
): Program {
  const symbols = symbolsOf(weights, config);
  const pixels = input("pixels", shape);
  const { codes } = quantize(encodePixels(pixels, symbols, config), codebookOf(symbols), grids, {
    normalize: config.normalize_codes,
    bias: symbols[CODE_BIAS],
  });
  return reading([pixels], symbols, Object.fromEntries(codes.map((x, k) => [codesKey(k), x])));
}

/** Per grid its codes i32 [1, n], and `known` [grids], 1 where a grid counts and 0 where it is missing → `pixels`. */
function decodeProgram(config: TokenizerConfig, weights: Named<HostTensor>, grids: readonly Grid[]): Program {
  const symbols = symbolsOf(weights, config);
  const codes = grids.map(([h, w], k) => input(codesKey(k), [1, h * w], "i32"));
  const known = input("known", [grids.length]);
  const last = grids.at(-1) as Grid;
  const parts = codes.map((ids, k) => {
    const wide = sumOfCodes([ids], codebookOf(symbols), [grids[k] as Grid, last], config.normalize_codes);
    return wide.mul(known.slice(0, k, k + 1)); // [1, H, W, C]
  });
  const sum = parts.reduce((a, b) => a.add(b));
  return reading([...codes, known], symbols, { pixels: decodePixels(sum, symbols, config) });
}

/** The codes of all grids; zeros stand for those that are missing. */
const allCodes = (codes: readonly ArrayLike<number>[], grids: readonly Grid[]): Record<string, HostTensor> =>
  Object.fromEntries(
    grids.map(([h, w], k) => [codesKey(k), i32(Int32Array.from(codes[k] ?? new Int32Array(h * w)), [1, h * w])]),
  );

/** The tokenizer's weights and the codebook as inputs of a program. */
function symbolsOf(weights: Named<HostTensor>, config: TokenizerConfig): Weights {
  const rows = [...visionParameters(config), ...codebookParameters(config)];
  const present = rows.flatMap(({ name }) => (weights[name] ? [[name, weights[name] as HostTensor] as const] : []));
  return mapNamed(Object.fromEntries(present), ({ shape }, name) => input(name, shape));
}

/** The program of `outputs` that declares only those of `symbols` that it reads: a decoder holds no encoder. */
function reading(inputs: readonly Tensor[], symbols: Weights, outputs: Named<Tensor>): Program {
  const read = new Set(sortedNodes(Object.values(outputs), (x) => x.inputs));
  return program([...inputs, ...Object.values(symbols).filter((x) => read.has(x))], outputs);
}

/** Compiles `made` with the weights among its inputs bound. */
function compileWith(weights: Named<HostTensor>, made: Program, compile: Compile): ReturnType<Compile> {
  const bind = Object.fromEntries(Object.entries(weights).filter(([name]) => name in made.inputs));
  return compile(made, { bind, keep: [] });
}

/** −1…1 → 0…255, values beyond cut off. */
export const toBytes = (pixels: HostTensor["data"]): Uint8Array =>
  Uint8Array.from(pixels, (v) => Math.max(0, Math.min(255, Math.round((v + 1) * 127.5))));
