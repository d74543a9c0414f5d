import type { Tensor } from "../tensor.ts";
import { type Link, mapNamed } from "./link.ts";

const stateless = { state: () => ({}) };

/** Scales all updates together so that their joint length is at most `limit` (arXiv 1211.5063). */
export const clipNorm = (limit: number): Link => ({
  ...stateless,
  apply: ({ updates }) => {
    const scale = globalNorm(Object.values(updates)).maximum(limit).reciprocal().mul(limit);
    return { updates: mapNamed(updates, (g) => g.mul(scale)), state: {} };
  },
});

/** The Euclidean length of all tensors as one vector. */
export const globalNorm = (tensors: readonly Tensor[]): Tensor =>
  tensors
    .map((g) => g.square().sum())
    .reduce((a, b) => a.add(b))
    .sqrt();

/** Adaptive moments with bias correction (arXiv 1412.6980). */
export const adam = ({ beta1 = 0.9, beta2 = 0.95, epsilon = 1e-8 } = {}): Link => ({
  state: (parameters) =>
    Object.fromEntries(
      Object.entries(parameters).flatMap(([name, shape]) => [
        [`mean.${name}`, shape],
        [`square.${name}`, shape],
      ]),
    ),
  apply: ({ updates, state, step }) => {
    const unbias = (beta: number) => step.mul(Math.log(beta)).exp().neg().add(1).reciprocal(); // 1 / (1 − βᵗ)
    const [meanScale, squareScale] = [unbias(beta1), unbias(beta2)];
    const next: Record<string, Tensor> = {};
    const moved = mapNamed(updates, (g, name) => {
      const mean = held(state, `mean.${name}`)
        .mul(beta1)
        .add(g.mul(1 - beta1));
      const square = held(state, `square.${name}`)
        .mul(beta2)
        .add(g.square().mul(1 - beta2));
      next[`mean.${name}`] = mean;
      next[`square.${name}`] = square;
      return mean.mul(meanScale).div(square.mul(squareScale).sqrt().add(epsilon));
    });
    return { updates: moved, state: next };
  },
});

/** Decoupled weight decay (arXiv 1711.05101) of the parameters that `decays` names. */
export const decay = (strength: number, decays: (name: string) => boolean): Link => ({
  ...stateless,
  apply: ({ updates, parameters }) => ({
    updates: mapNamed(updates, (u, name) => (decays(name) ? u.add(held(parameters, name).mul(strength)) : u)),
    state: {},
  }),
});

/** Multiplies by the learning rate. */
export const rate = (): Link => ({
  ...stateless,
  apply: ({ updates, rate }) => ({ updates: mapNamed(updates, (u) => u.mul(rate)), state: {} }),
});

function held(named: Readonly<Record<string, Tensor>>, name: string): Tensor {
  const found = named[name];
  if (!found) throw new RangeError(`The optimiser expected "${name}", which is not there.`);
  return found;
}
