import { fn } from "../function.ts";
import type { Tensor } from "../tensor.ts";

/** x · σ(x) (arXiv 1702.03118). */
export const silu = (x: Tensor): Tensor => siluFn([x], {});

const siluFn = fn("silu", ([x]: readonly [Tensor]) => x.mul(x.sigmoid()), {
  gradient: ({ dy, inputs: [x], y }) => {
    const s = (x as Tensor).sigmoid();
    return [dy.mul(s.add(y.mul(s.neg().add(1))))];
  },
});

/** x · Φ(x) with the exact Gauss distribution function (arXiv 1606.08415). */
export const gelu = (x: Tensor): Tensor => geluFn([x], {});

const geluFn = fn("gelu", ([x]: readonly [Tensor]) => x.mul(0.5).mul(x.mul(Math.SQRT1_2).erf().add(1)));
