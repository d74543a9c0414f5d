import {
  globalNorm,
  gradient,
  input,
  type Link,
  mapNamed,
  type Named,
  type Program,
  program,
  type Shape,
  type Tensor,
} from "../runtime/tensor/index.ts";

/** Names of a training program's inputs and outputs that carry on from step to step. */
export const weightKey = (name: string): string => `weight.${name}`;
export const averageKey = (name: string): string => `average.${name}`;
export const stateKey = (name: string): string => `state.${name}`;

export interface TrainingStepOptions {
  /** Weights that learn. */
  readonly parameters: Named<readonly number[]>;
  /** Inputs that differ from step to step. */
  readonly batch: readonly Tensor[];
  /** The loss (a scalar) and figures to log, from the weights. */
  readonly loss: (weights: Named<Tensor>) => { readonly loss: Tensor; readonly metrics: Named<Tensor> };
  readonly optimiser: Link;
}

/**
 * One whole training step as one program: forward, backward, optimiser, running average. Its inputs are the batch,
 * `step` and `rate` (f32 scalars), `averageKeep` (f32 scalar, the share of the running average kept), and weights,
 * averages and optimiser state; it returns the last three anew beside `loss`, `gradientNorm` and the metrics.
 */
export function trainingStep({ parameters, batch, loss, optimiser }: TrainingStepOptions): Program {
  const weights = mapNamed(parameters, (shape, name) => input(weightKey(name), shape));
  const averages = mapNamed(parameters, (shape, name) => input(averageKey(name), shape));
  const state = mapNamed(optimiser.state(parameters), (shape, name) => input(stateKey(name), shape));
  const [step, rate, keep] = ["step", "rate", "averageKeep"].map((name) => input(name, [] as Shape)) as [
    Tensor,
    Tensor,
    Tensor,
  ];

  const { loss: total, metrics } = loss(weights);
  const names = Object.keys(weights);
  const slopes = gradient(total, Object.values(weights));
  const updates = Object.fromEntries(names.map((name, i) => [name, slopes[i] as Tensor]));
  const result = optimiser.apply({ updates, state, parameters: weights, step, rate });
  const next = mapNamed(weights, (w, name) => w.sub(result.updates[name] as Tensor));
  const averaged = mapNamed(averages, (a, name) => a.mul(keep).add((next[name] as Tensor).mul(keep.neg().add(1))));
  return program(
    [...batch, step, rate, keep, ...Object.values(weights), ...Object.values(averages), ...Object.values(state)],
    {
      loss: total,
      gradientNorm: globalNorm(Object.values(updates)),
      ...metrics,
      ...rekey(next, weightKey),
      ...rekey(averaged, averageKey),
      ...rekey(result.state, stateKey),
    },
  );
}

export const rekey = <T>(named: Named<T>, key: (name: string) => string): Record<string, T> =>
  Object.fromEntries(Object.entries(named).map(([name, value]) => [key(name), value]));
