/** The detail decoder at work: codes to a sharper picture. */
import {
  f32,
  type HostTensor,
  i32,
  input,
  type Named,
  normals,
  type Program,
  program,
  randomKey,
} from "../../runtime/tensor/index.ts";
import type { ParameterRow } from "../parameter-row.ts";
import { type Compile, hostOf } from "../runner.ts";
import type { Grid } from "../schedule.ts";
import { type Picture, toBytes } from "../vision/codec.ts";
import type { TokenizerConfig } from "../vision/config.ts";
import { decodePixels } from "../vision/network.ts";
import { codebookParameters, visionParameters } from "../vision/parameters.ts";
import { codebookOf, sumOfCodes } from "../vision/quantize.ts";
import type { DetailConfig } from "./config.ts";
import { detailParameters, timeRow, velocity } from "./network.ts";

export interface RefineOptions {
  /** Steps along the path, 1 and more; 4 to 8 are what it is made for. */
  readonly steps: number;
  /** What the noise is drawn from. */
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
  /** Called after each step with the picture as it stands. */
  readonly onStep?: (step: number, picture: Picture) => void | Promise<void>;
}

export interface Refiner {
  /** The picture that the codes of all grids stand for, with details that codes are too few to tell. Throws the signal's reason. */
  refine(codes: readonly ArrayLike<number>[], grids: readonly Grid[], options: RefineOptions): Promise<Picture>;
  release(): Promise<void>;
}

/** A refiner over a checkpoint's weights. Programs are compiled when a list of grids is first met. */
export function createRefiner(
  config: TokenizerConfig & { readonly stride: number },
  detail: DetailConfig,
  weights: Named<HostTensor>,
  compile: Compile,
): Refiner {
  const compiled = new Map<string, Promise<Awaited<ReturnType<Compile>>[]>>();
  const programsFor = (grids: readonly Grid[]) => {
    const key = JSON.stringify(grids);
    const known =
      compiled.get(key) ??
      Promise.all(
        [startProgram(config, grids), stepProgram(config, detail, grids)].map((made) =>
          compile(made, { bind: boundOf(made, weights), keep: [] }),
        ),
      );
    compiled.set(key, known);
    return known;
  };
  return {
    refine: async (codes, grids, { steps, seed, signal, onStep }) => {
      const [start, step] = (await programsFor(grids)) as [Awaited<ReturnType<Compile>>, Awaited<ReturnType<Compile>>];
      const ids = grids.map(([h, w], k) => [codesKey(k), i32(Int32Array.from(codes[k] ?? []), [1, h * w])] as const);
      const begun = await start.run(Object.fromEntries(ids));
      const known = { decoded: await hostOf(begun, "decoded"), codes: await hostOf(begun, "codes") };
      let pixels = noisy(known.decoded, detail.noise, seed);
      for (let i = 0; i < steps; i++) {
        signal?.throwIfAborted();
        const time = f32(timeRow(i / steps, detail.width), [1, detail.width]);
        const slope = (await hostOf(await step.run({ ...known, pixels, time }), "slope")).data;
        pixels = f32(
          Float32Array.from(pixels.data, (v, j) => v + (slope[j] as number) / steps),
          pixels.shape,
        );
        await onStep?.(i, pictureOf(pixels));
      }
      return pictureOf(pixels);
    },
    release: async () => {
      const all = [...compiled.values()];
      compiled.clear();
      for (const programs of all) for (const each of await programs) await each.release();
    },
  };
}

const codesKey = (scale: number): string => `codes.${scale}`;

/** Per grid its codes i32 [1, n] → what the flow begins with: `decoded` [1, H, W, 3] and `codes` [1, h, w, C]. */
function startProgram(config: TokenizerConfig, grids: readonly Grid[]): Program {
  const symbols = symbolsOf([...visionParameters(config), ...codebookParameters(config)]);
  const ids = grids.map(([h, w], k) => input(codesKey(k), [1, h * w], "i32"));
  const codes = sumOfCodes(ids, codebookOf(symbols), grids, config.normalize_codes);
  const read = Object.entries(symbols).filter(
    ([name]) => name.startsWith("vision.decoder.") || name.startsWith("vision.codebook."),
  );
  return program([...ids, ...read.map(([, symbol]) => symbol)], {
    codes,
    decoded: decodePixels(codes, symbols, config),
  });
}

/** One step of the flow: `pixels` and `decoded` [1, H, W, 3], `codes` [1, h, w, C], `time` [1, width] → `slope`. */
function stepProgram(config: TokenizerConfig & { stride: number }, detail: DetailConfig, grids: readonly Grid[]) {
  const [h, w] = grids.at(-1) as Grid;
  const shape = [1, h * config.stride, w * config.stride, 3];
  const channels = config.code_dims[0] + config.code_dims[1];
  const symbols = symbolsOf(detailParameters(detail, channels));
  const state = {
    pixels: input("pixels", shape),
    decoded: input("decoded", shape),
    codes: input("codes", [1, h, w, channels]),
    time: input("time", [1, detail.width]),
  };
  return program([...Object.values(state), ...Object.values(symbols)], { slope: velocity(state, symbols, detail) });
}

const symbolsOf = (rows: readonly ParameterRow[]) =>
  Object.fromEntries(rows.map(({ name, shape }) => [name, input(name, shape)]));

const boundOf = (made: Program, weights: Named<HostTensor>) =>
  Object.fromEntries(Object.entries(weights).filter(([name]) => name in made.inputs));

const noisy = (decoded: HostTensor, deviation: number, seed: number): HostTensor => {
  const noise = normals(randomKey(seed, "detail"), decoded.data.length);
  return f32(
    Float32Array.from(decoded.data, (v, i) => v + deviation * (noise[i] as number)),
    decoded.shape,
  );
};

function pictureOf({ shape, data }: HostTensor): Picture {
  const [, height, width] = shape as readonly [number, number, number];
  return { height, width, data: toBytes(data) };
}
