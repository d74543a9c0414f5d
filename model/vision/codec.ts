/** The visual tokenizer at work: pictures to codes and back. N cells of all grids together. */
import {
  f32,
  type HostTensor,
  i32,
  input,
  mapNamed,
  type Named,
  program,
  type Tensor,
} from "../../runtime/tensor/index.ts";
import { type Compile, hostOf, type RunProgram } from "../runner.ts";
import type { Grid } from "../schedule.ts";
import type { TokenizerConfig } from "./config.ts";
import { decodePixels, encodePixels, type Weights } from "./network.ts";
import { visionParameters } from "./parameters.ts";
import { type Codebook, quantize, sumOfCodes } from "./quantize.ts";

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

const codebookNames = ["vision.codebook.semantic.weight", "vision.codebook.pixel.weight"] as const;

/** A codec over a checkpoint's weights. Programs are compiled when a list of grids is first met. */
export function createCodec(
  config: TokenizerConfig,
  weights: Named<HostTensor>,
  stride: number,
  compile: Compile,
): Codec {
  const compiled = new Map<string, ReturnType<Compile>>();
  const names = [...visionParameters(config).map(({ name }) => name), ...codebookNames];
  const bind = Object.fromEntries(
    names.flatMap((name) => (weights[name] ? [[name, weights[name] as HostTensor]] : [])),
  );
  const symbols: Weights = mapNamed(bind, ({ shape }, name) => input(name, shape));
  const codebook: Codebook = {
    semantic: symbols[codebookNames[0]] as Tensor,
    pixel: symbols[codebookNames[1]] as Tensor,
  };

  const ready = async (key: string, inputs: readonly Tensor[], outputs: () => Named<Tensor>): Promise<RunProgram> => {
    const known =
      compiled.get(key) ?? compile(program([...inputs, ...Object.values(symbols)], outputs()), { bind, keep: [] });
    compiled.set(key, known);
    return (await known).run;
  };
  return {
    encode: async ({ height, width, data }, grids) => {
      const pixels = input("pixels", [1, height, width, 3]);
      const run = await ready(`encode ${JSON.stringify(grids)}`, [pixels], () => {
        const { codes } = quantize(encodePixels(pixels, symbols, config), codebook, grids, {
          normalize: config.normalize_codes,
        });
        return Object.fromEntries(codes.map((x, k) => [`codes.${k}`, x]));
      });
      const result = await run({
        pixels: f32(
          Float32Array.from(data, (v) => v / 127.5 - 1),
          [1, height, width, 3],
        ),
      });
      return Promise.all(grids.map(async (_, k) => Int32Array.from((await hostOf(result, `codes.${k}`)).data)));
    },
    decode: async (codes, grids) => {
      const known = codes.length;
      const inputs = codes.map((ids, k) => input(`codes.${k}`, [1, ids.length], "i32"));
      const run = await ready(`decode ${known} ${JSON.stringify(grids)}`, inputs, () => {
        const sum = sumOfCodes(inputs, codebook, grids, config.normalize_codes);
        return { pixels: decodePixels(sum, symbols, config) };
      });
      const result = await run(
        Object.fromEntries(codes.map((ids, k) => [`codes.${k}`, i32(Int32Array.from(ids), [1, ids.length])])),
      );
      const [h, w] = grids.at(-1) as Grid;
      return { height: h * stride, width: w * stride, data: toBytes((await hostOf(result, "pixels")).data) };
    },
    release: async () => {
      const all = [...compiled.values()];
      compiled.clear();
      for (const executable of all) await (await executable).release();
    },
  };
}

/** −1…1 → 0…255, values beyond cut off. */
const toBytes = (pixels: HostTensor["data"]): Uint8Array =>
  Uint8Array.from(pixels, (v) => Math.max(0, Math.min(255, Math.round((v + 1) * 127.5))));
