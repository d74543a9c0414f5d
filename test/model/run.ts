import type { Weights } from "../../model/weights.ts";
import { createOnnxBackend } from "../../runtime/backends/onnx/index.ts";
import { constant, type HostTensor, program, type Tensor } from "../../runtime/tensor/index.ts";

const backend = createOnnxBackend({ device: "cpu", threads: 1 });

/** Runs tensors that read constants only. */
export async function evaluate<K extends string>(outputs: Readonly<Record<K, Tensor>>): Promise<Record<K, HostTensor>> {
  const executable = await backend.compile(program([], outputs));
  const results = await executable.run({});
  const read = await Promise.all(Object.entries(results).map(async ([name, value]) => [name, await value.read()]));
  await executable.release();
  return Object.fromEntries(read) as Record<K, HostTensor>;
}

/** Weights as constants of a program. */
export const constants = (weights: Readonly<Record<string, HostTensor>>): Weights =>
  Object.fromEntries(Object.entries(weights).map(([name, value]) => [name, constant(value)]));

/** The largest difference between two tensors of one size. */
export function largestDifference(got: HostTensor, want: HostTensor): number {
  if (got.data.length !== want.data.length) throw new Error(`sizes differ: [${got.shape}] and [${want.shape}]`);
  let worst = 0;
  for (const [i, x] of got.data.entries()) worst = Math.max(worst, Math.abs(x - (want.data[i] as number)));
  return worst;
}
