import { f32, type HostTensor } from "../../runtime/tensor/index.ts";
import type { Trainer } from "../trainer.ts";

const names = ["vision.codebook.semantic.weight", "vision.codebook.pixel.weight"] as const;

/** The codebook's two weights of `size` rows, all zero. */
export const emptyCodebook = (size: number, dims: readonly [number, number]): Record<string, HostTensor> =>
  Object.fromEntries(
    names.map((name, half) => [
      name,
      f32(new Float32Array(size * (dims[half] as number)), [size, dims[half] as number]),
    ]),
  );

/** All code vectors, halves joined, row by row. */
export async function readCodes(trainer: Trainer): Promise<Float32Array> {
  const [semantic, pixel] = (await Promise.all(names.map((name) => trainer.read(name)))) as [HostTensor, HostTensor];
  const [size, s] = semantic.shape as [number, number];
  const p = pixel.shape[1] as number;
  const codes = new Float32Array(size * (s + p));
  for (let i = 0; i < size; i++) {
    codes.set((semantic.data as Float32Array).subarray(i * s, (i + 1) * s), i * (s + p));
    codes.set((pixel.data as Float32Array).subarray(i * p, (i + 1) * p), i * (s + p) + s);
  }
  return codes;
}

/** Sets both halves of the codebook, weights and running averages. */
export function writeCodes(trainer: Trainer, codes: Float32Array, dims: readonly [number, number]): void {
  const width = dims[0] + dims[1];
  const size = codes.length / width;
  for (const [half, name] of names.entries()) {
    const [start, columns] = half === 0 ? [0, dims[0]] : [dims[0], dims[1]];
    const values = new Float32Array(size * columns);
    for (let i = 0; i < size; i++)
      values.set(codes.subarray(i * width + start, i * width + start + columns), i * columns);
    trainer.replace(name, f32(values, [size, columns]));
  }
}
