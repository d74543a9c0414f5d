import { join } from "node:path";
import { writeAtomic } from "../runtime/files/write.ts";
import { f32, type HostTensor, mapNamed, type Named } from "../runtime/tensor/index.ts";
import { encodeTensors } from "./run-folder.ts";

/** File of a checkpoint that holds the visual tokenizer with its codebook, and of the transformer. */
export const VISION_FILE = "vision.safetensors";
export const MODEL_FILE = "model.safetensors";
/** The optional detail decoder. */
export const DETAIL_FILE = "detail.safetensors";
/** The tokenizer's keys of `config.json`, for the transformer's training to take over. */
export const TOKENIZER_FILE = "vision.json";

/** Writes one part of a checkpoint in half precision. */
export const exportWeights = (folder: string, file: string, weights: Named<HostTensor>): Promise<void> =>
  writeAtomic(join(folder, file), encodeTensors(weights, { half: true }));

export const exportJson = (folder: string, file: string, value: unknown): Promise<void> =>
  writeAtomic(join(folder, file), `${JSON.stringify(value, null, 1)}\n`);

/**
 * The same tokenizer with code vectors of root-mean-square length √2, the length that the transformer's first weights
 * expect (two unit halves): what writes features is multiplied, what reads them divided.
 */
export function normaliseCodeLength(weights: Named<HostTensor>): Record<string, HostTensor> {
  const codes = ["semantic", "pixel"].map((half) => weights[`vision.codebook.${half}.weight`] as HostTensor);
  const squares = codes.map(({ data }) => squareSum(data));
  const size = codes[0]?.shape[0] ?? 1;
  const factor = Math.sqrt(2 / Math.max(1e-12, ((squares[0] ?? 0) + (squares[1] ?? 0)) / size));
  return mapNamed(weights, (value, name) => scaled(value, scaleOf(name, factor)));
}

function scaleOf(name: string, factor: number): number {
  if (name.startsWith("vision.codebook.")) return factor;
  if (name.startsWith("vision.encoder.semantic.") || name.startsWith("vision.encoder.pixel.")) return factor;
  return name === "vision.decoder.in.weight" || name === "vision.teacher.weight" ? 1 / factor : 1;
}

const scaled = (value: HostTensor, factor: number): HostTensor =>
  factor === 1
    ? value
    : f32(
        Float32Array.from(value.data, (v) => v * factor),
        value.shape,
      );

function squareSum(data: HostTensor["data"]): number {
  let sum = 0;
  for (const v of data) sum += v * v;
  return sum;
}
