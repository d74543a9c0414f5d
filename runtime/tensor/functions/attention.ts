import { fn } from "../function.ts";
import type { Tensor } from "../tensor.ts";
import { softmax } from "./softmax.ts";

/** Added to the score of a key that a query must not see. Finite, so that a row that sees nothing stays a number. */
const HIDDEN = -1e9;

/**
 * Scaled dot-product attention with grouped keys (arXiv 1706.03762, 2305.13245).
 * q [B, H, T, d], k and v [B, G, S, d] with H a multiple of G, visible bool [B, 1, T, S] → [B, H, T, d].
 */
export const attention = (q: Tensor, k: Tensor, v: Tensor, visible: Tensor): Tensor =>
  attentionFn([q, k, v, visible], {});

const attentionFn = fn("attention", ([q, k, v, visible]: readonly [Tensor, Tensor, Tensor, Tensor]) => {
  const [b, h, t, d] = q.shape as readonly [number | string, number, number | string, number];
  const groups = Number(k.shape[1]);
  const bias = visible.select(0, HIDDEN);
  if (groups === h) return attend(q, k, v, bias, d);
  const grouped = q.reshape([b, groups, h / groups, t, d]);
  const out = attend(grouped, k.unsqueeze(2), v.unsqueeze(2), bias.unsqueeze(2), d); // [B, G, H/G, T, d]
  return out.reshape([b, h, t, d]);
});

function attend(q: Tensor, k: Tensor, v: Tensor, bias: Tensor, d: number): Tensor {
  const scores = q.mul(1 / Math.sqrt(d)).matmul(k, { transposeB: true }); // [..., T, S]
  return softmax(scores.add(bias)).matmul(v);
}
