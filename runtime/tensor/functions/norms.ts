import { fn } from "../function.ts";
import type { Tensor } from "../tensor.ts";

interface NormSettings {
  /** Added to the mean square. */
  readonly epsilon: number;
}

/** Root-mean-square norm over the last axis (arXiv 1910.07467). x [..., D], weight [D]. */
export const rmsNorm = (x: Tensor, weight: Tensor, { epsilon = 1e-6 }: Partial<NormSettings> = {}): Tensor =>
  rmsNormFn([x, weight], { epsilon });

const inverseRms = (x: Tensor, epsilon: number): Tensor =>
  x.square().mean([-1], { keep: true }).add(epsilon).sqrt().reciprocal(); // [..., 1]

const rmsNormFn = fn(
  "rmsNorm",
  ([x, weight]: readonly [Tensor, Tensor], { epsilon }: NormSettings) => x.mul(inverseRms(x, epsilon)).mul(weight),
  {
    gradient: ({ dy, inputs, attributes: { epsilon } }) => {
      const [x, weight] = inputs as readonly [Tensor, Tensor];
      const r = inverseRms(x, epsilon);
      const unit = x.mul(r);
      const g = dy.mul(weight);
      return [g.sub(unit.mul(g.mul(unit).mean([-1], { keep: true }))).mul(r), dy.mul(unit)];
    },
  },
);

/** Rows scaled to unit length over the last axis. Zero rows stay near zero. */
export const unitNorm = (x: Tensor): Tensor => x.div(x.square().sum([-1], { keep: true }).sqrt().maximum(1e-12));
