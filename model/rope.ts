import { constant, f32, type Tensor } from "../runtime/tensor/index.ts";
import { headSize, type ModelConfig } from "./config.ts";

/** Turns of the rotary embedding, each [B, 1, T, d/2]. */
export interface Turns {
  readonly cos: Tensor;
  readonly sin: Tensor;
}

/**
 * Multiscale 3D RoPE (§1.7): frequency n of d/2 turns by position·θ^(−2n/d), where the first frequencies take the
 * sequence position, the next the row and the last the column. positions [B, T, 3].
 */
export function turnsOf(positions: Tensor, config: ModelConfig): Turns {
  const [b, t] = positions.shape as readonly [number | string, number | string];
  const half = headSize(config) / 2;
  const angles = positions.matmul(frequencies(config)).reshape([b, 1, t, half]); // [B, 1, T, d/2]
  return { cos: angles.cos(), sin: angles.sin() };
}

/** [3, d/2]: each frequency in the row of the coordinate that it turns with. */
function frequencies(config: ModelConfig): Tensor {
  const d = headSize(config);
  const owners = config.mrope_section.flatMap((count, axis) => Array.from({ length: count }, () => axis));
  const values = [0, 1, 2].flatMap((axis) =>
    owners.map((owner, n) => (owner === axis ? config.rope_theta ** ((-2 * n) / d) : 0)),
  );
  return constant(f32(values, [3, d / 2]));
}
