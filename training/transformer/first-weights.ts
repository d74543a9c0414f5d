import { type ModelConfig, textRowsOf } from "../../model/config.ts";
import { initialiseRows } from "../../model/parameter-row.ts";
import { modelParameters } from "../../model/parameters.ts";
import { f32, type HostTensor, type Named, normals, randomKey } from "../../runtime/tensor/index.ts";

const HEAD = "lm_head.weight";
const HALVES = ["vision.codebook.semantic.weight", "vision.codebook.pixel.weight"] as const;

/**
 * First weights of the transformer around a finished codebook, which is not among them. The head's rows of codes begin
 * as one random projection of the codes' vectors (paper §2.2: new visual entries start from the codebook), scaled so
 * that scores begin with deviation 1: codes that look alike are confused first and told apart later, instead of each
 * of thousands of rows being learnt from its own few examples.
 */
export function firstWeights(
  config: ModelConfig,
  codebook: Named<HostTensor>,
  seed: number,
): Record<string, HostTensor> {
  const rows = modelParameters(config).filter(({ name }) => !HALVES.some((half) => half === name));
  const weights = initialiseRows(rows, seed);
  const head = weights[HEAD] as HostTensor;
  const halves = HALVES.map((name) => centred(codebook[name] as HostTensor));
  const width = config.hidden_size;
  const length = halves.reduce((sum, { values }) => sum + squares(values), 0) / config.codebook_size;
  const deviation = 1 / Math.sqrt(Math.max(length, 1e-12) * width);
  const data = Float32Array.from(head.data);
  for (const [half, { values, columns }] of halves.entries()) {
    const projection = normals(randomKey(seed, "head", half), columns * width);
    for (let code = 0; code < config.codebook_size; code++) {
      const row = data.subarray((textRowsOf(config) + code) * width, (textRowsOf(config) + code + 1) * width);
      for (let j = 0; j < columns; j++) {
        const v = (values[code * columns + j] as number) * deviation;
        for (let d = 0; d < width; d++) row[d] = (row[d] as number) + v * (projection[j * width + d] as number);
      }
    }
  }
  return { ...weights, [HEAD]: f32(data, head.shape) };
}

/** The rows less their mean. */
function centred({ data, shape }: HostTensor): { readonly values: Float32Array; readonly columns: number } {
  const [size, columns] = shape as readonly [number, number];
  const mean = new Float64Array(columns);
  for (const [i, v] of data.entries()) mean[i % columns] = (mean[i % columns] as number) + v / size;
  return { values: Float32Array.from(data, (v, i) => v - (mean[i % columns] as number)), columns };
}

function squares(values: Float32Array): number {
  let sum = 0;
  for (const v of values) sum += v * v;
  return sum;
}
