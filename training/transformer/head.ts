/**
 * The head while it learns. Codes that look alike should be confused first and told apart later; thousands of rows that
 * each learn from their own few examples do not know who is alike. So in training a code's row is its own weights plus
 * a projection, learnt for all codes together, of the code's vector (the paper starts new visual entries from the
 * codebook, §2.2). Both are sums, so what is exported is one plain `lm_head.weight`.
 */
import { type ModelConfig, textRowsOf } from "../../model/config.ts";
import {
  concat,
  constant,
  f32,
  type HostTensor,
  type Named,
  normals,
  randomKey,
  type Tensor,
} from "../../runtime/tensor/index.ts";

const HEAD = "lm_head.weight";
/** Name of the projection among the training's weights: [features, D]. */
export const PROJECTION = "training.head_projection";
/**
 * Features are made small, so that a step of the optimiser moves the projection little: it moves the scores of all codes
 * at once, and at full size the last grid stopped learning.
 */
const FEATURE_SCALE = 0.1;

/** What is known of each code: its vector less the mean, and its squared length less the mean, [K, features]. */
export function codeFeatures(codebook: Named<HostTensor>): HostTensor {
  const halves = ["semantic", "pixel"].map((half) => codebook[`vision.codebook.${half}.weight`] as HostTensor);
  const size = halves[0]?.shape[0] as number;
  const widths = halves.map(({ shape }) => shape[1] as number);
  const columns = widths.reduce((a, b) => a + b, 0);
  const data = new Float32Array(size * (columns + 1));
  for (let code = 0; code < size; code++) {
    const row = data.subarray(code * (columns + 1), (code + 1) * (columns + 1));
    let at = 0;
    for (const [half, width] of widths.entries()) {
      row.set((halves[half] as HostTensor).data.subarray(code * width, (code + 1) * width), at);
      at += width;
    }
    row[columns] = row.reduce((sum, v) => sum + v * v, 0);
    for (const [j, v] of row.entries()) row[j] = v * FEATURE_SCALE;
  }
  return f32(centre(data, columns + 1), [size, columns + 1]);
}

/** The projection's first values: scores of codes begin with a deviation of about 1. */
export function firstProjection({ hidden_size }: ModelConfig, features: HostTensor, seed: number): HostTensor {
  const [size, columns] = features.shape as readonly [number, number];
  const length = (features.data as Float32Array).reduce((sum, v) => sum + v * v, 0) / size;
  const deviation = 1 / Math.sqrt(Math.max(length, 1e-12) * hidden_size);
  const values = normals(randomKey(seed, "head"), columns * hidden_size).map((v) => v * deviation);
  return f32(values, [columns, hidden_size]);
}

/** `weights` with the whole head in the place of its own part, and without the projection. */
export function withWholeHead(config: ModelConfig, weights: Named<Tensor>, features: HostTensor): Named<Tensor> {
  const { [PROJECTION]: projection, [HEAD]: own, ...others } = weights;
  const shared = constant(features).matmul(projection as Tensor); // [K, D]
  const text = constant(
    f32(new Float32Array(textRowsOf(config) * config.hidden_size), [textRowsOf(config), config.hidden_size]),
  );
  return { ...others, [HEAD]: (own as Tensor).add(concat([text, shared], 0)) };
}

/** The same for finished weights: what a checkpoint holds. */
export function mergeHead(
  config: ModelConfig,
  weights: Named<HostTensor>,
  features: HostTensor,
): Record<string, HostTensor> {
  const { [PROJECTION]: projection, [HEAD]: own, ...others } = weights;
  const { data, shape } = own as HostTensor;
  const [p, x, width] = [(projection as HostTensor).data, features.data, config.hidden_size];
  const [size, columns] = features.shape as readonly [number, number];
  const merged = Float32Array.from(data);
  for (let code = 0; code < size; code++) {
    const row = merged.subarray((textRowsOf(config) + code) * width, (textRowsOf(config) + code + 1) * width);
    for (let j = 0; j < columns; j++) {
      const v = x[code * columns + j] as number;
      for (let d = 0; d < width; d++) row[d] = (row[d] as number) + v * (p[j * width + d] as number);
    }
  }
  return { ...others, [HEAD]: f32(merged, shape) };
}

/** Takes each column's mean away, in place. */
function centre(data: Float32Array, columns: number): Float32Array {
  const rows = data.length / columns;
  for (let j = 0; j < columns; j++) {
    let mean = 0;
    for (let i = 0; i < rows; i++) mean += (data[i * columns + j] as number) / rows;
    for (let i = 0; i < rows; i++) data[i * columns + j] = (data[i * columns + j] as number) - mean;
  }
  return data;
}
