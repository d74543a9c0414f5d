import { fn } from "../function.ts";
import { concat, type Tensor } from "../tensor.ts";

/**
 * Rotary embedding, rotate-half form (arXiv 2104.09864): x [B, H, T, d] turned by cos and sin [B, 1, T, d/2], which
 * take no gradient.
 */
export const rotary = (x: Tensor, cos: Tensor, sin: Tensor): Tensor => rotaryFn([x, cos, sin], {});

const rotaryFn = fn("rotary", ([x, cos, sin]: readonly [Tensor, Tensor, Tensor]) => turn(x, cos, sin), {
  gradient: ({ dy, inputs: [, cos, sin] }) => [turn(dy, cos as Tensor, (sin as Tensor).neg()), null, null],
});

function turn(x: Tensor, cos: Tensor, sin: Tensor): Tensor {
  const half = Number(x.shape.at(-1)) / 2;
  const [a, b] = [x.slice(-1, 0, half), x.slice(-1, half)];
  return concat([a.mul(cos).sub(b.mul(sin)), b.mul(cos).add(a.mul(sin))], -1);
}
