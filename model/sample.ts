/**
 * How codes and tokens are drawn (§3.2; VAR helpers.py). R rows to draw for, V choices of each, A alternatives kept.
 * Guidance is a weighted sum of branches, so that two-branch guidance and editing's three branches are one program.
 */
import { softmax, type Tensor } from "../runtime/tensor/index.ts";

/** Weights of (conditional, unconditional) logits at 0-based grid `scale` of `scales`: (1+t, −t), t = g·k/(K−1). */
export function guidanceRamp(guidance: number, scale: number, scales: number): readonly [number, number] {
  const t = scales > 1 ? (guidance * scale) / (scales - 1) : guidance;
  return [1 + t, -t];
}

/** The weighted sum of branches: logits [branches, R, V], mix [branches, 1, 1] → [R, V]. */
export const mixBranches = (logits: Tensor, mix: Tensor): Tensor => logits.mul(mix).sum([0]);

/** Alternatives of each row, likeliest first. */
export interface Alternatives {
  /** [R, A]; a row sums to 1, dropped alternatives are 0. */
  readonly probabilities: Tensor;
  /** i32 [R, A] */
  readonly indices: Tensor;
}

interface TopOptions {
  /** Keep this many; 0 keeps all. */
  readonly topK: number;
  /** Scalar tensor, 0 … 1: keep the likeliest that together reach this probability, at least one. */
  readonly topP: Tensor;
  /** Scalar tensor above 0: logits are divided by it. */
  readonly temperature: Tensor;
}

/**
 * Top-k, then top-p. VAR's rule drops the ascending tail whose cumulative probability is at most 1−p: an alternative
 * stays while those before it hold less than p. logits [R, V].
 */
export function topAlternatives(logits: Tensor, { topK, topP, temperature }: TopOptions): Alternatives {
  const size = Number(logits.shape.at(-1));
  const indices = logits.topK(topK === 0 ? size : Math.min(topK, size)); // [R, A]
  const p = softmax(logits.takeAlong(indices).div(temperature)); // [R, A]
  const before = p.cumsum().sub(p);
  const kept = before.less(topP.maximum(1e-9)).cast("f32").mul(p); // nothing stands before the best: it always stays
  return { probabilities: kept.div(kept.sum([-1], { keep: true })), indices };
}

/** One alternative of each row by inverting its distribution function: uniform [R, 1] in [0, 1) → ids i32 [R]. */
export function draw({ probabilities, indices }: Alternatives, uniform: Tensor): Tensor {
  const [rows, size] = [probabilities.shape[0] as number | string, Number(probabilities.shape[1])];
  const reached = probabilities.cumsum(); // [R, A]
  const target = uniform.mul(reached.slice(-1, size - 1)); // [R, 1]
  const passed = reached.greater(target).cast("f32").sum([-1], { keep: true }); // [R, 1]: those beyond the target
  const place = passed
    .neg()
    .add(size)
    .minimum(size - 1)
    .cast("i32"); // [R, 1]
  return indices.takeAlong(place).reshape([rows]); // [R]
}

/** Probabilities in the order of the vocabulary: [R, A] → [R, V]. */
export const dense = ({ probabilities, indices }: Alternatives, size: number): Tensor =>
  probabilities.putAlong(indices, size);
